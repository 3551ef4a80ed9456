package org.robustgrid.engine.kernel;

/**
 * A function of one number that native kernels compute.
 *
 * @param kind of function
 * @param alpha first parameter, 0 if it has none
 * @param beta second parameter, 0 if it has none
 */
public record NativeCurve(Kind kind, double alpha, double beta) {

  /** Functions by formula; α and β are the parameters. */
  public enum Kind {
    /** α x + β. */
    LINE,
    /** x between α and β, cut off there. */
    CLIP,
    /** x/(1 + exp(−α x)). */
    SWISH,
    /** x Φ(x), Φ the normal distribution's. */
    GELU,
    /** ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))). */
    GELU_TANH
  }
}
