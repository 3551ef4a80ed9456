package org.robustgrid.engine.plan;

import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A batch norm's parameters in double: γ, β and the running statistics, with the affine map they
 * make in inference mode, y = s x + t with s = γ/√(var + ε), t = β − s·mean.
 */
final class NormParameters {

  private final INDArray gammaView;
  private final INDArray betaView;
  private final INDArray meanView;
  private final INDArray varianceView;
  private final INDArray logDeviationView;
  private final INDArray gammaGradient;
  private final INDArray betaGradient;
  private final double epsilon;
  private final double decay;
  private final double[] gamma;
  private final double[] beta;
  private final double[] mean;
  private final double[] inverse;
  private final double[] scale;
  private final double[] shift;

  NormParameters(Parameters parameters, String layer, BatchNormalization conf) {
    this.gammaView = parameters.value(layer, "gamma");
    this.betaView = parameters.value(layer, "beta");
    this.meanView = parameters.value(layer, "mean");
    this.varianceView = parameters.value(layer, "var");
    this.logDeviationView = parameters.value(layer, "log10stdev");
    this.gammaGradient = parameters.gradient(layer, "gamma");
    this.betaGradient = parameters.gradient(layer, "beta");
    this.epsilon = conf.getEps();
    this.decay = conf.getDecay();
    int channels = (int) meanView.length();
    this.gamma = new double[channels];
    this.beta = new double[channels];
    this.mean = new double[channels];
    this.inverse = new double[channels];
    this.scale = new double[channels];
    this.shift = new double[channels];
    if (conf.isLockGammaBeta()) {
      java.util.Arrays.fill(gamma, conf.getGamma());
      java.util.Arrays.fill(beta, conf.getBeta());
    }
    refresh();
  }

  int channels() {
    return mean.length;
  }

  /** Reads the graph's parameters again. */
  void refresh() {
    for (int c = 0; c < mean.length; c++) {
      if (gammaView != null) {
        gamma[c] = gammaView.getDouble(c);
        beta[c] = betaView.getDouble(c);
      }
      mean[c] = meanView.getDouble(c);
      inverse[c] = 1 / Math.sqrt(runningVariance(c) + epsilon);
      scale[c] = gamma[c] * inverse[c];
      shift[c] = beta[c] - scale[c] * mean[c];
    }
  }

  private double runningVariance(int c) {
    return varianceView != null
        ? varianceView.getDouble(c)
        : Math.pow(10, 2 * logDeviationView.getDouble(c));
  }

  /**
   * Moves the running statistics towards a batch's, as Deeplearning4j does: by 1 − decay, with the
   * biased variance.
   */
  void update(double[] batchMean, double[] batchVariance) {
    for (int c = 0; c < mean.length; c++) {
      meanView.putScalar(c, decay * meanView.getDouble(c) + (1 - decay) * batchMean[c]);
      double variance = decay * runningVariance(c) + (1 - decay) * batchVariance[c];
      if (varianceView != null) {
        varianceView.putScalar(c, variance);
      } else {
        logDeviationView.putScalar(c, Math.log10(variance) / 2);
      }
    }
  }

  double epsilon() {
    return epsilon;
  }

  double[] gamma() {
    return gamma;
  }

  double[] beta() {
    return beta;
  }

  double[] scale() {
    return scale;
  }

  double[] shift() {
    return shift;
  }

  double[] mean() {
    return mean;
  }

  double[] inverse() {
    return inverse;
  }

  /** Writes the gradient of γ and β from that of the affine map's scale and shift. */
  void writeGradient(double[] forScale, double[] forShift) {
    for (int c = 0; gammaGradient != null && c < mean.length; c++) {
      gammaGradient.putScalar(c, inverse[c] * (forScale[c] - mean[c] * forShift[c]));
      betaGradient.putScalar(c, forShift[c]);
    }
  }

  /** Writes the gradient of γ and β. */
  void writeDirectGradient(double[] forGamma, double[] forBeta) {
    for (int c = 0; gammaGradient != null && c < mean.length; c++) {
      gammaGradient.putScalar(c, forGamma[c]);
      betaGradient.putScalar(c, forBeta[c]);
    }
  }
}
