package org.robustgrid.engine.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Two-dimensional cross-correlation: images NCHW, weights [out, in, kH, kW]. */
public final class Convolution implements AffineKernel {

  private static final long NCHW = 0;
  private static final long OUT_IN_HEIGHT_WIDTH = 1;

  private final Window window;

  public Convolution(Window window) {
    this.window = window;
  }

  private long[] arguments() {
    return new long[] {
      window.kernelHeight(),
      window.kernelWidth(),
      window.strideHeight(),
      window.strideWidth(),
      window.paddingHeight(),
      window.paddingWidth(),
      window.dilationHeight(),
      window.dilationWidth(),
      0,
      NCHW,
      OUT_IN_HEIGHT_WIDTH
    };
  }

  @Override
  public Runnable forward(INDArray x, INDArray weights, INDArray bias, INDArray y) {
    return NativeOp.of("conv2d").in(x, weights, bias).out(y).integers(arguments())::run;
  }

  @Override
  public Runnable toInput(INDArray weights, INDArray yCotangent, INDArray xCotangent) {
    if (coversInput()) {
      return NativeOp.of("deconv2d").in(yCotangent, weights).out(xCotangent).integers(arguments())
          ::run;
    }
    // conv2d_bp reads the input only for the weight gradient, which is thrown away
    INDArray thrownAway = Nd4j.createUninitialized(weights.dataType(), weights.shape(), 'c');
    return gradient(xCotangent, weights, yCotangent, xCotangent, thrownAway, null);
  }

  /** Whether the windows end where the padded input does, so that nothing is left over. */
  private boolean coversInput() {
    int extentHeight = (window.kernelHeight() - 1) * window.dilationHeight() + 1;
    int extentWidth = (window.kernelWidth() - 1) * window.dilationWidth() + 1;
    return (window.height() + 2 * window.paddingHeight() - extentHeight) % window.strideHeight()
            == 0
        && (window.width() + 2 * window.paddingWidth() - extentWidth) % window.strideWidth() == 0;
  }

  @Override
  public Runnable gradient(
      INDArray x,
      INDArray weights,
      INDArray yCotangent,
      INDArray xCotangent,
      INDArray weightGradient,
      INDArray biasGradient) {
    INDArray toInput =
        xCotangent != null ? xCotangent : Nd4j.createUninitialized(x.dataType(), x.shape(), 'c');
    NativeOp op = NativeOp.of("conv2d_bp").integers(arguments());
    if (biasGradient != null) {
      // the op wants a bias to see that there is one; its value has no part in the gradient
      op.in(x, weights, biasGradient, yCotangent).out(toInput, weightGradient, biasGradient);
    } else {
      op.in(x, weights, yCotangent).out(toInput, weightGradient);
    }
    return op::run;
  }
}
