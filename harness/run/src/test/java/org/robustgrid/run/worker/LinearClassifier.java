package org.robustgrid.run.worker;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.Decisions;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;

/** z = W x + b with noise of its draw on b; everything about it is known in closed form. */
final class LinearClassifier implements Classifier {

  static final double[][] WEIGHTS = {{1, -2}, {0.5, 1}, {-1, 0.25}};

  private final double noise;

  LinearClassifier(double noise) {
    this.noise = noise;
  }

  @Override
  public long[] inputShape() {
    return new long[] {2};
  }

  @Override
  public int classes() {
    return WEIGHTS.length;
  }

  @Override
  public boolean randomised() {
    return noise > 0;
  }

  /** The logits of one sample under one draw. */
  double[] logits(double[] x, Query query, int row) {
    double[] z = new double[WEIGHTS.length];
    var stream = query.row(row).stream();
    for (int c = 0; c < z.length; c++) {
      z[c] = WEIGHTS[c][0] * x[0] + WEIGHTS[c][1] * x[1] + noise * stream.nextGaussian();
    }
    return z;
  }

  @Override
  public INDArray logits(INDArray images, Query query) {
    double[][] x = images.toDoubleMatrix();
    double[][] z = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      z[i] = logits(x[i], query, i);
    }
    return Nd4j.createFromArray(z);
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    double[][] x = images.toDoubleMatrix();
    double[][] z = new double[x.length][];
    double[][] gradient = new double[x.length][2];
    double[] losses = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      z[i] = logits(x[i], query, i);
      double[] cotangent = new double[z[i].length];
      losses[i] = loss.evaluate(i, z[i], cotangent);
      for (int c = 0; c < cotangent.length; c++) {
        gradient[i][0] += cotangent[c] * WEIGHTS[c][0];
        gradient[i][1] += cotangent[c] * WEIGHTS[c][1];
      }
    }
    return new LossGradient(losses, Nd4j.createFromArray(z), Nd4j.createFromArray(gradient));
  }

  @Override
  public int[] decisions(INDArray images, Query query) {
    return Decisions.of(logits(images, query));
  }
}
