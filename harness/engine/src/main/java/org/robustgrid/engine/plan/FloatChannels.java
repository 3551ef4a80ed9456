package org.robustgrid.engine.plan;

import org.robustgrid.engine.kernel.Lanes;
import org.robustgrid.engine.kernel.Sums;

/**
 * The arithmetic of first-order batch norm on a channel of floats: sums in double, maps in float,
 * as a training step spends a fifth of its time here when everything is widened to double.
 */
final class FloatChannels {

  private final int rows;
  private final int channels;
  private final int plane;
  private final float[] xs;
  private final float[] gs;
  private double cotangentSum;
  private double cotangentAlignment;

  FloatChannels(int rows, int channels, int plane) {
    this.rows = rows;
    this.channels = channels;
    this.plane = plane;
    this.xs = new float[rows * plane];
    this.gs = new float[rows * plane];
  }

  private void read(Lanes from, int channel, float[] into) {
    for (int row = 0; row < rows; row++) {
      from.read(((long) row * channels + channel) * plane, into, row * plane, plane);
    }
  }

  private void write(Lanes to, int channel, float[] values) {
    for (int row = 0; row < rows; row++) {
      to.write(((long) row * channels + channel) * plane, values, row * plane, plane);
    }
  }

  /** Reads a channel and returns its mean. */
  double readCentre(Lanes x, int channel) {
    read(x, channel, xs);
    return Sums.sum(xs) / xs.length;
  }

  /** The biased variance of the channel last read. */
  double variance(double mean) {
    return Sums.squares(xs, mean) / xs.length;
  }

  /** Writes slope·(x − mean) + shift for the channel last read. */
  void writeNormalised(Lanes y, int channel, double slope, double mean, double shift) {
    float factor = (float) slope;
    float centre = (float) mean;
    float offset = (float) (shift + slope * (centre - mean));
    for (int i = 0; i < xs.length; i++) {
      xs[i] = factor * (xs[i] - centre) + offset;
    }
    write(y, channel, xs);
  }

  /** Writes slope·(g − mean g − x̂ mean(g x̂)) and keeps Σg and Σg x̂. */
  void writeInputCotangent(
      Lanes x, Lanes g, Lanes dx, int channel, double mean, double inverse, double slope) {
    read(x, channel, xs);
    read(g, channel, gs);
    int count = xs.length;
    cotangentSum = Sums.sum(gs);
    cotangentAlignment = inverse * Sums.dot(xs, mean, gs);
    float factor = (float) slope;
    float centre = (float) mean;
    float along = (float) (-slope * inverse * cotangentAlignment / count);
    float offset = (float) (-slope * cotangentSum / count);
    for (int i = 0; i < count; i++) {
      gs[i] = factor * gs[i] + along * (xs[i] - centre) + offset;
    }
    write(dx, channel, gs);
  }

  double cotangentSum() {
    return cotangentSum;
  }

  double cotangentAlignment() {
    return cotangentAlignment;
  }
}
