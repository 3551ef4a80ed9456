package org.robustgrid.engine.onednn;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reverse mode through a batch norm and its tangent, on blocked images.
 *
 * <p>In the notation of {@link BlockedBatchNorm}, with v the input's tangent, g and h the
 * cotangents of output and output tangent, a = mean(x̂v), b = mean(x̂h) and u = i(v − mean v −
 * x̂a): v̄ is the adjoint of h, and x̄ that of w = g − i(ah + bv), less i x̂ mean(γhu). The sums
 * over the images fall off the adjoints, but Σ vh, which the product ah brings along.
 */
public final class BlockedBatchNormBend implements Runnable, AutoCloseable {

  /**
   * The arrays of a pass.
   *
   * @param dx overwritten by x̄
   * @param dv overwritten by v̄
   */
  public record Arrays(INDArray v, INDArray g, INDArray h, INDArray dx, INDArray dv) {}

  private final BlockedBatchNorm norm;
  private final BlockedBatchNorm.Adjoint push;
  private final double count;
  private final BlockedBatchNorm.Product product;
  private final BlockedBatchNorm.Adjoint toTangent;
  private final ChannelCombination gather;
  private final BlockedBatchNorm.Adjoint toInput;
  private final ChannelCombination bend;
  private final double[] alongV;
  private final double[] sumV;
  private final double[] alongH;
  private final double[] sumH;
  private final double[] products;
  private final double[] alongG;
  private final double[] sumG;
  private final double[] factors;
  private final double[] constants;

  BlockedBatchNormBend(
      OneDnn oneDnn,
      Images images,
      BlockedBatchNorm norm,
      BlockedBatchNorm.Adjoint push,
      Arrays arrays) {
    this.norm = norm;
    this.push = push;
    this.count = (double) arrays.v.size(0) * images.height() * images.width();
    this.toTangent = norm.adjoint(arrays.h, arrays.dv);
    this.product = norm.product(arrays.v, arrays.h, arrays.dx);
    this.gather = ChannelCombination.with(oneDnn, images, arrays.v, arrays.dx, arrays.g);
    this.toInput = norm.adjoint(arrays.dx, arrays.dx);
    this.bend = ChannelCombination.of(oneDnn, images, norm.input(), arrays.dx);
    int channels = (int) images.channels();
    this.alongV = new double[channels];
    this.sumV = new double[channels];
    this.alongH = new double[channels];
    this.sumH = new double[channels];
    this.products = new double[channels];
    this.alongG = new double[channels];
    this.sumG = new double[channels];
    this.factors = new double[channels];
    this.constants = new double[channels];
  }

  @Override
  public void run() {
    double[] inverse = norm.inverse();
    push.sums(alongV, sumV);
    toTangent.run();
    toTangent.sums(alongH, sumH);
    for (int c = 0; c < factors.length; c++) {
      factors[c] = -inverse[c] * alongV[c] / count;
    }
    product.run(factors, products);
    for (int c = 0; c < factors.length; c++) {
      factors[c] = -inverse[c] * alongH[c] / count;
    }
    gather.multiplyBy(factors);
    gather.run();
    toInput.run();
    toInput.sums(alongG, sumG);
    reduce(inverse);
    bend.multiplyBy(factors);
    bend.add(constants);
    bend.run();
  }

  /** Finishes the sums, and the factors of what bends: −i² mean(γhu)(x − mean x). */
  private void reduce(double[] inverse) {
    double[] gamma = norm.gamma();
    double[] mean = norm.mean();
    for (int c = 0; c < factors.length; c++) {
      double scale = inverse[c];
      double hu = scale * (products[c] - (sumV[c] * sumH[c] + alongV[c] * alongH[c]) / count);
      // the sums over w, back to those over g
      alongG[c] += 2 * scale * alongV[c] * alongH[c] / count + hu;
      sumG[c] += scale * (alongV[c] * sumH[c] + alongH[c] * sumV[c]) / count;
      factors[c] = -scale * scale * gamma[c] * hu / count;
      constants[c] = -factors[c] * mean[c];
    }
  }

  /** The gradient of γ that the last run left. */
  public double[] gammaGradient() {
    return alongG;
  }

  /** The gradient of β that the last run left. */
  public double[] betaGradient() {
    return sumG;
  }

  @Override
  public void close() {
    toTangent.close();
    product.close();
    gather.close();
    toInput.close();
    bend.close();
  }
}
