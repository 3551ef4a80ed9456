package org.robustgrid.engine.plan;

import java.util.List;
import java.util.Optional;
import org.robustgrid.engine.kernel.AffineKernel;
import org.robustgrid.engine.kernel.Convolution;
import org.robustgrid.engine.kernel.Dense;
import org.robustgrid.engine.kernel.GroupedConvolution;
import org.robustgrid.engine.kernel.GroupedWindows;
import org.robustgrid.engine.kernel.TokenDense;
import org.robustgrid.engine.kernel.Window;
import org.robustgrid.engine.onednn.BlockedConvolution;
import org.robustgrid.engine.onednn.GroupedPrimitives;
import org.robustgrid.engine.onednn.InnerProduct;
import org.robustgrid.engine.onednn.OneDnn;

/** A convolution or dense layer. */
final class AffineNode extends Node {

  private final Weights weights;
  private final AffineKernel kernel;
  private AffineKernel blocked;
  private OneDnn oneDnn;

  AffineNode(String name, Value input, Value output, Weights weights, AffineKernel kernel) {
    super(name, List.of(input), output);
    this.weights = weights;
    this.kernel = kernel;
  }

  Weights weights() {
    return weights;
  }

  @Override
  void refresh() {
    weights.refresh();
  }

  @Override
  void close() {
    weights.close();
    if (blocked instanceof BlockedConvolution convolution) {
      convolution.close();
    } else if (blocked instanceof GroupedPrimitives grouped) {
      grouped.close();
    }
  }

  @Override
  void beginGradient() {
    weights.begin();
  }

  @Override
  void finishGradient() {
    weights.finish();
  }

  /**
   * The same convolution over an image that lacks zeros around it, if oneDNN covers it.
   *
   * @param unpadded the image
   * @param before zeros above and left that it lacks
   */
  Optional<AffineNode> over(Value unpadded, long[] before, OneDnn library) {
    if (!(kernel instanceof Convolution convolution)) {
      return Optional.empty();
    }
    Window window = convolution.window();
    long[] shape = unpadded.shape();
    GroupedWindows windows =
        new GroupedWindows(
            1,
            shape[0],
            shape[1],
            shape[2],
            output().channels(),
            window.outputHeight(),
            window.outputWidth(),
            new long[] {window.kernelHeight(), window.kernelWidth()},
            new long[] {window.strideHeight(), window.strideWidth()},
            new long[] {window.dilationHeight(), window.dilationWidth()},
            new long[] {window.paddingHeight() + before[0], window.paddingWidth() + before[1]});
    return GroupedPrimitives.covers(library, windows)
        ? Optional.of(
            new AffineNode(name(), unpadded, output(), weights, new GroupedConvolution(windows)))
        : Optional.empty();
  }

  /** Lets a convolution run on oneDNN, if its windows and channels are covered. */
  boolean convolvesOn(OneDnn library) {
    if (kernel instanceof Convolution
        && BlockedConvolution.covers(library, input().channels(), output().channels())) {
      oneDnn = library;
    } else if (kernel instanceof GroupedConvolution grouped
        && GroupedPrimitives.covers(library, grouped.windows())) {
      oneDnn = library;
    }
    return oneDnn != null;
  }

  /** Lets a dense layer run on oneDNN. */
  void multipliesOn(OneDnn library) {
    if (kernel instanceof Dense) {
      blocked = new InnerProduct(library);
    } else if (kernel instanceof TokenDense) {
      blocked = new TokenDense(new InnerProduct(library));
    }
  }

  private AffineKernel kernel() {
    if (oneDnn == null) {
      return blocked == null ? kernel : blocked;
    }
    // one for all frames, so that they share converted weights
    if (blocked == null && kernel instanceof GroupedConvolution grouped) {
      blocked =
          new GroupedPrimitives(
              oneDnn, grouped.windows(), input().images(), output().images(), weights::version);
    } else if (blocked == null) {
      blocked =
          new BlockedConvolution(
              oneDnn,
              ((Convolution) kernel).window(),
              input().images(),
              output().images(),
              weights::version);
    }
    return blocked;
  }

  @Override
  Step bind(Frame frame) {
    return new AffineStep(frame, this, weights, kernel());
  }
}
