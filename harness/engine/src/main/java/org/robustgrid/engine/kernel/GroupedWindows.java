package org.robustgrid.engine.kernel;

/**
 * Windows of a convolution in groups of channels.
 *
 * @param groups that divide the channels
 * @param channels of the images that the windows move over
 * @param height of the images
 * @param width of the images
 * @param features channels of the convolution's output
 * @param rows windows below one another
 * @param columns windows beside one another
 * @param kernel height, width
 * @param stride height, width
 * @param dilation height, width
 * @param before padding above and left
 */
public record GroupedWindows(
    long groups,
    long channels,
    long height,
    long width,
    long features,
    long rows,
    long columns,
    long[] kernel,
    long[] stride,
    long[] dilation,
    long[] before) {

  /** Padding below and right that the windows reach; below 0 where they end before the edge. */
  public long[] after() {
    return new long[] {
      (rows - 1) * stride[0] + (kernel[0] - 1) * dilation[0] + 1 - before[0] - height,
      (columns - 1) * stride[1] + (kernel[1] - 1) * dilation[1] + 1 - before[1] - width
    };
  }
}
