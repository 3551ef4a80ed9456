package org.robustgrid.engine.kernel;

import java.util.Optional;

/** x between two bounds, cut off there. What is not a number stays so, with slope 1. */
public final class Clip extends Curve {

  private final double low;
  private final double high;

  public Clip(double low, double high) {
    this.low = low;
    this.high = high;
  }

  @Override
  public void evaluate(double x, double[] jet) {
    boolean cut = x <= low || x >= high;
    set(jet, x < low ? low : x > high ? high : x, cut ? 0 : 1, 0);
  }

  @Override
  public Optional<NativeCurve> inFloat() {
    return FloatClip.covers(low, high) && low < high
        ? Optional.of(new NativeCurve(NativeCurve.Kind.CLIP, low, high))
        : Optional.empty();
  }

  @Override
  public void values(double[] x, int count, double[] jet) {
    for (int i = 0; i < count; i++) {
      x[i] = Math.min(Math.max(x[i], low), high);
    }
  }

  @Override
  public void slopes(double[] x, double[] a, int count, double[] jet) {
    for (int i = 0; i < count; i++) {
      a[i] = x[i] <= low || x[i] >= high ? 0 : a[i];
    }
  }
}
