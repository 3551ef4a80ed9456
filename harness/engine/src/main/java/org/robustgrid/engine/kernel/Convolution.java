package org.robustgrid.engine.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Two-dimensional cross-correlation: images NCHW, weights [out, in, kH, kW]. */
public final class Convolution implements AffineKernel {

  private static final long NCHW = 0;
  private static final long OUT_IN_HEIGHT_WIDTH = 1;

  /** Where the operations' arguments hold the padding. */
  private static final int PADDING = 4;

  private final Window window;

  public Convolution(Window window) {
    this.window = window;
  }

  public Window window() {
    return window;
  }

  private NativeOp operation(String name, long[] arguments) {
    NativeOp op = NativeOp.of(name).integers(arguments);
    return window.dilationHeight() > 1 || window.dilationWidth() > 1 ? op.withoutHelpers() : op;
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
    return operation("conv2d", arguments()).in(x, weights, bias).out(y);
  }

  @Override
  public Runnable toInput(INDArray weights, INDArray yCotangent, INDArray xCotangent) {
    if (coversInput()) {
      return operation("deconv2d", arguments()).in(yCotangent, weights).out(xCotangent);
    }
    // without padding the adjoint reaches over the input's edges, and what is beyond is cut off;
    // conv2d_bp would compute the weights' gradient too
    long height = (window.outputHeight() - 1L) * window.strideHeight() + extentHeight();
    long width = (window.outputWidth() - 1L) * window.strideWidth() + extentWidth();
    INDArray reach =
        Nd4j.create(xCotangent.dataType(), xCotangent.size(0), xCotangent.size(1), height, width);
    long[] unpadded = arguments();
    unpadded[PADDING] = 0;
    unpadded[PADDING + 1] = 0;
    NativeOp adjoint =
        operation("deconv2d", unpadded).in(yCotangent, weights).out(reach).owning(reach);
    long rows = Math.min(window.height(), height - window.paddingHeight());
    long columns = Math.min(window.width(), width - window.paddingWidth());
    INDArray from = part(reach, window.paddingHeight(), rows, window.paddingWidth(), columns);
    INDArray to = part(xCotangent, 0, rows, 0, columns);
    boolean leavesRest = rows < window.height() || columns < window.width();
    return new CutAdjoint(adjoint, from, to, leavesRest ? xCotangent : null);
  }

  /**
   * An adjoint that reaches over the input's edges.
   *
   * @param cleared what is zero where nothing reaches, or {@code null} where all is reached
   */
  private record CutAdjoint(NativeOp adjoint, INDArray from, INDArray to, INDArray cleared)
      implements Runnable, AutoCloseable {
    @Override
    public void run() {
      adjoint.run();
      if (cleared != null) {
        cleared.assign(0);
      }
      to.assign(from);
    }

    @Override
    public void close() {
      adjoint.close();
    }
  }

  private static INDArray part(INDArray images, long top, long height, long left, long width) {
    return images.get(
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.interval(top, top + height),
        NDArrayIndex.interval(left, left + width));
  }

  private int extentHeight() {
    return (window.kernelHeight() - 1) * window.dilationHeight() + 1;
  }

  private int extentWidth() {
    return (window.kernelWidth() - 1) * window.dilationWidth() + 1;
  }

  /** Whether the windows end where the padded input does, so that nothing is left over. */
  private boolean coversInput() {
    return (window.height() + 2 * window.paddingHeight() - extentHeight()) % window.strideHeight()
            == 0
        && (window.width() + 2 * window.paddingWidth() - extentWidth()) % window.strideWidth() == 0;
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
    NativeOp op = operation("conv2d_bp", arguments());
    if (xCotangent == null) {
      op.owning(toInput);
    }
    if (biasGradient != null) {
      // the op wants a bias to see that there is one; its value has no part in the gradient
      op.in(x, weights, biasGradient, yCotangent).out(toInput, weightGradient, biasGradient);
    } else {
      op.in(x, weights, yCotangent).out(toInput, weightGradient);
    }
    return op;
  }
}
