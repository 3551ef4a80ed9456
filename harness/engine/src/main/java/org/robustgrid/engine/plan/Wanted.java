package org.robustgrid.engine.plan;

/**
 * Which gradients a reverse pass is asked for.
 *
 * @param parameters with respect to the parameters
 * @param input with respect to the network's input
 */
record Wanted(boolean parameters, boolean input) {
  static final Wanted INPUT = new Wanted(false, true);
  static final Wanted PARAMETERS = new Wanted(true, false);
  static final Wanted BOTH = new Wanted(true, true);

  /** Whether anyone reads the cotangent of a value: that of learnt arrays is the parameters'. */
  boolean reaches(Value value) {
    return parameters || !value.root().learnt();
  }
}
