package org.robustgrid.engine.plan;

/**
 * A layer bound to the buffers of a frame.
 *
 * <p>Writing x, y for input and output, v, ẏ for their tangents, g, h for the cotangents of y and
 * ẏ: {@link #forward} computes y, {@link #backward} the cotangent of x from g, {@link #tangent} ẏ,
 * and {@link #tangentBackward} the cotangents of x and v from g and h.
 */
interface Step {

  void forward();

  /**
   * Runs reverse mode.
   *
   * @param wanted which gradients are asked for
   */
  void backward(Wanted wanted);

  void tangent();

  void tangentBackward(Wanted wanted);
}
