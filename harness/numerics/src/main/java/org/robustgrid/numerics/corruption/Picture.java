package org.robustgrid.numerics.corruption;

/** An image that is being corrupted: one or three planes of height × width values, row by row. */
final class Picture {

  private final int height;
  private final int width;
  private final double[][] planes;

  Picture(int height, int width, double[]... planes) {
    this.height = height;
    this.width = width;
    this.planes = planes;
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  int channels() {
    return planes.length;
  }

  /** The values of a channel, to be changed in place. */
  double[] plane(int channel) {
    return planes[channel];
  }

  void replace(int channel, double... values) {
    planes[channel] = values;
  }

  /** What becomes of one plane. */
  interface PlaneMap {
    double[] of(double... plane);
  }

  /** Replaces each plane. */
  void each(PlaneMap map) {
    for (int channel = 0; channel < planes.length; channel++) {
      planes[channel] = map.of(planes[channel]);
    }
  }

  /** What becomes of one value. */
  interface ValueMap {
    double of(double value);
  }

  /** Replaces each value, channel by channel, row by row. */
  void values(ValueMap map) {
    for (double[] plane : planes) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = map.of(plane[i]);
      }
    }
  }

  /** The luma 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601), or the grey values. */
  double[] luma() {
    double[] luma = planes[0].clone();
    if (planes.length == 3) {
      for (int i = 0; i < luma.length; i++) {
        luma[i] = 0.299 * planes[0][i] + 0.587 * planes[1][i] + 0.114 * planes[2][i];
      }
    }
    return luma;
  }

  /** The largest channel of a pixel, which is the value of HSV. */
  double brightest(int pixel) {
    double most = planes[0][pixel];
    for (double[] plane : planes) {
      most = Math.max(most, plane[pixel]);
    }
    return most;
  }

  static double clip(double value) {
    return value < 0 ? 0 : value > 1 ? 1 : value;
  }
}
