package org.robustgrid.numerics.attack;

/** Keeps count of gradients that cannot lead an attack anywhere. */
final class GradientHealth {

  private final boolean[] vanished;
  private final boolean[] notFinite;

  GradientHealth(int rows) {
    this.vanished = new boolean[rows];
    this.notFinite = new boolean[rows];
  }

  /** Looks at a row's gradient and remembers; true when it can be followed. */
  boolean usable(int row, double[] gradient, int offset, int length) {
    boolean zero = true;
    for (int i = offset; i < offset + length; i++) {
      if (!Double.isFinite(gradient[i])) {
        notFinite[row] = true;
        return false;
      }
      zero &= gradient[i] == 0;
    }
    vanished[row] |= zero;
    return !zero;
  }

  boolean[] vanished() {
    return vanished;
  }

  boolean[] notFinite() {
    return notFinite;
  }
}
