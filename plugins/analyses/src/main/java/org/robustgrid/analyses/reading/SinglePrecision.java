package org.robustgrid.analyses.reading;

/** Rounds one input of a batch to floats, as pictures and image sets hold it. */
public final class SinglePrecision {

  private SinglePrecision() {}

  /** Rounds a single input. */
  public static float[] of(double[] values) {
    return of(values, 0, values.length);
  }

  /** Rounds {@code values[offset … offset + length)}. */
  public static float[] of(double[] values, int offset, int length) {
    float[] rounded = new float[length];
    for (int i = 0; i < length; i++) {
      rounded[i] = (float) values[offset + i];
    }
    return rounded;
  }
}
