package org.robustgrid.engine.onednn;

import org.robustgrid.engine.kernel.Window;

/** A convolution's windows as oneDNN is told of them. */
record Geometry(Window window) {

  /** Output pixels from which Winograd's transforms pay. */
  private static final int WINOGRAD_PIXELS = 64;

  /** Whether Winograd's algorithm exists for the windows, and pays by rule. */
  boolean suitsWinograd() {
    return window.kernelHeight() == 3
        && window.kernelWidth() == 3
        && window.strideHeight() == 1
        && window.strideWidth() == 1
        && window.dilationHeight() == 1
        && window.dilationWidth() == 1
        && window.outputHeight() * window.outputWidth() >= WINOGRAD_PIXELS;
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
