package org.robustgrid.engine.onednn;

import org.robustgrid.engine.kernel.Window;

/** A convolution's windows as oneDNN describes them. */
record Geometry(Window window) {

  /** Output pixels from which Winograd's transforms pay whatever the channels are. */
  private static final int WINOGRAD_PIXELS = 64;

  /** Channels on both sides from which they pay for fewer pixels, too. */
  private static final int WINOGRAD_CHANNELS = 512;

  /** Height and width of the pixels that one of Winograd's transforms yields. */
  private static final int WINOGRAD_TILE = 4;

  /**
   * Whether Winograd's algorithm exists for the windows, and pays by rule.
   *
   * @param channels of the input
   * @param outputs channels of the output
   */
  boolean suitsWinograd(long channels, long outputs) {
    return window.kernelHeight() == 3
        && window.kernelWidth() == 3
        && window.strideHeight() == 1
        && window.strideWidth() == 1
        && window.dilationHeight() == 1
        && window.dilationWidth() == 1
        && (window.outputHeight() * window.outputWidth() >= WINOGRAD_PIXELS
            || wholeTiles() && Math.min(channels, outputs) >= WINOGRAD_CHANNELS);
  }

  private boolean wholeTiles() {
    return window.outputHeight() % WINOGRAD_TILE == 0 && window.outputWidth() % WINOGRAD_TILE == 0;
  }

  long[] strides() {
    return new long[] {window.strideHeight(), window.strideWidth()};
  }

  long[] dilates() {
    return new long[] {window.dilationHeight() - 1L, window.dilationWidth() - 1L};
  }

  long[] before() {
    return new long[] {window.paddingHeight(), window.paddingWidth()};
  }

  /** Padding behind, as much of it as the last window reaches. */
  long[] behind() {
    long height =
        (window.outputHeight() - 1L) * window.strideHeight()
            + (window.kernelHeight() - 1L) * window.dilationHeight()
            + 1
            - window.height()
            - window.paddingHeight();
    long width =
        (window.outputWidth() - 1L) * window.strideWidth()
            + (window.kernelWidth() - 1L) * window.dilationWidth()
            + 1
            - window.width()
            - window.paddingWidth();
    return new long[] {Math.max(height, 0), Math.max(width, 0)};
  }
}
