package org.robustgrid.engine.kernel;

import org.nd4j.linalg.api.buffer.DataType;

/** Pooling over windows of image planes. */
public interface Pooling {

  /** Whether every output is one of the inputs (max pooling). */
  boolean selects();

  Window window();

  /** Whether a window's divisor counts padding; without meaning where nothing is divided. */
  boolean countsPadding();

  /** The pooling of a number of planes, with the state a backward pass needs. */
  Run over(int planes, DataType precision);

  /** One pass's pooling; the last forward decides what the others select. */
  interface Run extends AutoCloseable {
    void forward(Lanes from, Lanes to);

    /** The adjoint, overwriting {@code to}. */
    void backward(Lanes from, Lanes to);

    /** The linearisation. */
    void tangent(Lanes from, Lanes to);

    /** Gives native memory back, where there is any. */
    @Override
    default void close() {}
  }
}
