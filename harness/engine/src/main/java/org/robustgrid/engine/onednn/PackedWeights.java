package org.robustgrid.engine.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Weights [out, in, kH, kW] in the layouts that primitives want, shared by all of them and
 * converted once for every change of the weights.
 */
final class PackedWeights implements AutoCloseable {

  private final OneDnn oneDnn;
  private final IntSupplier version;
  private final List<Packed> packed = new ArrayList<>();
  private final NativeObjects objects = new NativeObjects();

  /**
   * Starts without any.
   *
   * @param version changes whenever the weights do
   */
  PackedWeights(OneDnn oneDnn, IntSupplier version) {
    this.oneDnn = oneDnn;
    this.version = version;
  }

  Packed in(INDArray weights, memory.desc wanted) {
    for (Packed candidate : packed) {
      if (candidate.weights == weights && candidate.layout.equals(wanted)) {
        return candidate;
      }
    }
    Packed made = objects.make(() -> new Packed(weights, wanted));
    packed.add(made);
    return made;
  }

  @Override
  public void close() {
    packed.clear();
    objects.close();
  }

  /** One layout's copy. */
  final class Packed {
    private final INDArray weights;
    private final memory.desc layout;
    private final memory from;
    private final memory to;
    private final reorder conversion;
    private int made = -1;

    private Packed(INDArray weights, memory.desc layout) {
      this.weights = weights;
      this.from = oneDnn.over(OneDnn.plain(weights.shape().clone()), weights);
      this.to = oneDnn.allocate(layout);
      // not the one given, which goes with the batch that asks first
      this.layout = to.get_desc();
      this.conversion = new reorder(from, to);
    }

    memory memory() {
      return to;
    }

    void refresh() {
      int current = version.getAsInt();
      if (made != current) {
        conversion.execute(oneDnn.stream(), from, to);
        made = current;
      }
    }
  }
}
