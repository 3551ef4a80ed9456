package org.robustgrid.engine.kernel;

/**
 * The geometry of a convolution's or a pooling's windows over an image plane.
 *
 * @param height of the input
 * @param width of the input
 */
public record Window(
    int height,
    int width,
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int paddingHeight,
    int paddingWidth,
    int dilationHeight,
    int dilationWidth) {

  public int outputHeight() {
    int extent = (kernelHeight - 1) * dilationHeight + 1;
    return (height + 2 * paddingHeight - extent) / strideHeight + 1;
  }

  public int outputWidth() {
    int extent = (kernelWidth - 1) * dilationWidth + 1;
    return (width + 2 * paddingWidth - extent) / strideWidth + 1;
  }

  /** The first row of the input, from 0, that the windows of an output row reach. */
  public int firstRow(int outputRow) {
    return Math.max(top(outputRow), 0);
  }

  /** The row behind the last one that they reach, where windows are not dilated. */
  public int endRow(int outputRow) {
    return Math.min(top(outputRow) + kernelHeight, height);
  }

  private int top(int outputRow) {
    return outputRow * strideHeight - paddingHeight;
  }

  /** The first column of the input, from 0, that the windows of an output column reach. */
  public int firstColumn(int outputColumn) {
    return Math.max(left(outputColumn), 0);
  }

  /** The column behind the last one that they reach, where windows are not dilated. */
  public int endColumn(int outputColumn) {
    return Math.min(left(outputColumn) + kernelWidth, width);
  }

  private int left(int outputColumn) {
    return outputColumn * strideWidth - paddingWidth;
  }

  /** One window over the whole plane. */
  public static Window whole(int height, int width) {
    return new Window(height, width, height, width, 1, 1, 0, 0, 1, 1);
  }
}
