package org.robustgrid.engine.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.Pointer;

/** A primitive over fixed memory, with the conversions of layout that it needs around it. */
final class Execution implements Runnable, AutoCloseable {

  private final OneDnn oneDnn;
  private final IntMemoryMap arguments = new IntMemoryMap();
  private final List<Runnable> before = new ArrayList<>();
  private final List<Runnable> after = new ArrayList<>();
  // native objects live as long as these are reachable
  private final List<Pointer> kept = new ArrayList<>();
  private primitive primitive;

  Execution(OneDnn oneDnn) {
    this.oneDnn = oneDnn;
  }

  Execution of(primitive made) {
    primitive = keep(made);
    return this;
  }

  private <P extends Pointer> P keep(P used) {
    kept.add(used);
    return used;
  }

  /** Does something before anything else. */
  Execution first(Runnable preparation) {
    before.add(0, preparation);
    return this;
  }

  /** Moves a result to where it belongs, element by element of the same shape. */
  Execution moved(memory from, memory to) {
    keep(from);
    keep(to);
    reorder move = keep(new reorder(from, to));
    after.add(() -> move.execute(oneDnn.stream(), from, to));
    return this;
  }

  /** Reads an argument, converted where its layout is not the one wanted. */
  Execution in(int argument, memory given, memory.desc wanted) {
    arguments.put(argument, converted(given, wanted));
    return this;
  }

  private memory converted(memory given, memory.desc wanted) {
    keep(given);
    if (given.get_desc().equals(wanted)) {
      return given;
    }
    memory converted = keep(oneDnn.allocate(wanted));
    reorder conversion = keep(new reorder(given, converted));
    before.add(() -> conversion.execute(oneDnn.stream(), given, converted));
    return converted;
  }

  /** Reads packed weights, which are made anew when the weights changed. */
  Execution in(int argument, PackedWeights.Packed packed) {
    arguments.put(argument, packed.memory());
    before.add(packed::refresh);
    return this;
  }

  /** Writes a result, converted where its layout is not the one that the primitive writes. */
  Execution out(int argument, memory given, memory.desc written) {
    keep(given);
    if (given.get_desc().equals(written)) {
      arguments.put(argument, given);
      return this;
    }
    memory result = keep(oneDnn.allocate(written));
    reorder conversion = keep(new reorder(result, given));
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

  /** Gives native memory back; not to be run any more. */
  @Override
  public void close() {
    arguments.deallocate();
    kept.forEach(Pointer::deallocate);
    kept.clear();
  }
}
