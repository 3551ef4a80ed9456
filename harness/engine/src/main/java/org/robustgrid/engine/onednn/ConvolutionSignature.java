package org.robustgrid.engine.onednn;

import org.robustgrid.engine.kernel.Window;

/**
 * What decides how fast a convolution's implementations are, but for the rows of the batch.
 *
 * @param direction what is computed of it
 * @param bias whether a bias is added, or its gradient wanted
 */
record ConvolutionSignature(
    Direction direction, Images input, Images output, Window window, boolean bias) {

  /** What is computed of a convolution. */
  enum Direction {
    FORWARD("forward"),
    TO_INPUT("gradient of the input"),
    TO_WEIGHTS("gradient of the weights");

    private final String words;

    Direction(String words) {
      this.words = words;
    }
  }

  /** One text for each signature, as tables name it. */
  String text() {
    return direction.words
        + ", "
        + text(input)
        + " to "
        + text(output)
        + ", window "
        + pair(window.kernelHeight(), window.kernelWidth())
        + ", stride "
        + pair(window.strideHeight(), window.strideWidth())
        + ", padding "
        + pair(window.paddingHeight(), window.paddingWidth())
        + ", dilation "
        + pair(window.dilationHeight(), window.dilationWidth())
        + (bias ? ", bias" : "");
  }

  private static String text(Images images) {
    return images.channels()
        + "x"
        + pair(images.height(), images.width())
        + (images.blocked() ? " blocked" : " plain");
  }

  private static String pair(long a, long b) {
    return a + "x" + b;
  }
}
