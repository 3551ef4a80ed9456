package org.robustgrid.engine.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;

/**
 * A primitive over fixed memory, with the conversions of layout that it needs around it. Its native
 * objects are kept and given back by the {@link NativeObjects} it is made for.
 */
final class Execution implements Runnable {

  private final OneDnn oneDnn;
  private final IntMemoryMap arguments = new IntMemoryMap();
  private final List<Runnable> before = new ArrayList<>();
  private final List<Runnable> after = new ArrayList<>();
  private primitive primitive;

  Execution(OneDnn oneDnn) {
    this.oneDnn = oneDnn;
  }

  Execution of(primitive made) {
    primitive = made;
    return this;
  }

  /** Does something before anything else. */
  Execution first(Runnable preparation) {
    before.add(0, preparation);
    return this;
  }

  /** Moves a result to where it belongs, element by element of the same shape. */
  Execution moved(memory from, memory to) {
    reorder move = new reorder(from, to);
    after.add(() -> move.execute(oneDnn.stream(), from, to));
    return this;
  }

  /** Reads an argument, converted where its layout is not the one wanted. */
  Execution in(int argument, memory given, memory.desc wanted) {
    arguments.put(argument, converted(given, wanted));
    return this;
  }

  private memory converted(memory given, memory.desc wanted) {
    if (given.get_desc().equals(wanted)) {
      return given;
    }
    memory converted = oneDnn.allocate(wanted);
    reorder conversion = new reorder(given, converted);
    before.add(() -> conversion.execute(oneDnn.stream(), given, converted));
    return converted;
  }

  /** Reads packed weights, which are made again when the weights changed. */
  Execution in(int argument, PackedWeights.Packed packed) {
    arguments.put(argument, packed.memory());
    before.add(packed::refresh);
    return this;
  }

  /** Writes a result, converted where its layout is not the one that the primitive writes. */
  Execution out(int argument, memory given, memory.desc written) {
    if (given.get_desc().equals(written)) {
      arguments.put(argument, given);
      return this;
    }
    memory result = oneDnn.allocate(written);
    reorder conversion = new reorder(result, given);
    after.add(() -> conversion.execute(oneDnn.stream(), result, given));
    arguments.put(argument, result);
    return this;
  }

  @Override
  public void run() {
    before.forEach(Runnable::run);
    primitive.execute(oneDnn.stream(), arguments);
    after.forEach(Runnable::run);
    oneDnn.stream()._wait();
  }
}
