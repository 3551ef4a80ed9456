package org.robustgrid.engine.onednn;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.BytePointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies floats between arrays of which each lies by strides of its own, on oneDNN.
 *
 * @param shape of what is copied
 */
public record Rearrangement(OneDnn oneDnn, long... shape) {

  /**
   * A part of an array.
   *
   * @param offset of its first number
   * @param strides along each dimension
   */
  public record Part(INDArray array, long offset, long... strides) {}

  /** {@code to} = {@code from}. */
  public Runnable copy(Part from, Part to) {
    return move(from, to, new primitive_attr());
  }

  /** {@code to} += {@code from}. */
  public Runnable add(Part from, Part to) {
    post_ops sum = new post_ops();
    sum.append_sum(1, 0);
    primitive_attr attributes = new primitive_attr();
    attributes.set_post_ops(sum);
    return move(from, to, attributes);
  }

  private Runnable move(Part from, Part to, primitive_attr attributes) {
    memory source = memory(from);
    memory target = memory(to);
    reorder move = new reorder(source, target, attributes);
    return () -> {
      move.execute(oneDnn.stream(), source, target);
      oneDnn.stream()._wait();
    };
  }

  private memory memory(Part part) {
    // oneDNN refuses axes of one place beside others of the same stride
    int[] axes = IntStream.range(0, shape.length).filter(axis -> shape[axis] > 1).toArray();
    long[] extents = {1};
    long[] strides = {1};
    if (axes.length > 0) {
      extents = Arrays.stream(axes).mapToLong(axis -> shape[axis]).toArray();
      strides = Arrays.stream(axes).mapToLong(axis -> part.strides[axis]).toArray();
    }
    memory.desc layout = new memory.desc(extents, memory.data_type.f32, strides, false);
    BytePointer start = new BytePointer(part.array.data().addressPointer());
    return new memory(layout, oneDnn.engine(), start.position(part.offset * Float.BYTES));
  }
}
