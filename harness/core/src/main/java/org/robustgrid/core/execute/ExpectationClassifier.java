package org.robustgrid.core.execute;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.spi.Classifier;
import org.robustgrid.spi.Loss;
import org.robustgrid.spi.LossGradient;
import org.robustgrid.spi.Query;

/**
 * A randomised classifier under expectation over transformation (Athalye et al. 2018): every answer
 * is an average over draws, each keyed by its number and the sample.
 */
final class ExpectationClassifier implements Classifier {

  private final Classifier classifier;
  private final int draws;

  ExpectationClassifier(Classifier classifier, int draws) {
    this.classifier = classifier;
    this.draws = draws;
  }

  @Override
  public long[] inputShape() {
    return classifier.inputShape();
  }

  @Override
  public int classes() {
    return classifier.classes();
  }

  @Override
  public boolean randomised() {
    return true;
  }

  private static Query draw(Query query, int number) {
    return new Query(query.samples(), query.draw().with(number));
  }

  /** The logarithm of the mean softmax: logits whose softmax is the expected answer. */
  @Override
  public INDArray logits(INDArray images, Query query) {
    return array(meanLogProbabilities(images, query), images);
  }

  @Override
  public int[] decisions(INDArray images, Query query) {
    return Decisions.of(logits(images, query));
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    return switch (loss.averaging()) {
      case LOSS -> meanOfLosses(images, query, loss);
      case LOGITS -> lossOfMeanLogits(images, query, loss);
      case PROBABILITIES -> lossOfMeanProbabilities(images, query, loss);
    };
  }

  private LossGradient meanOfLosses(INDArray images, Query query, Loss loss) {
    int rows = (int) images.size(0);
    double[] losses = new double[rows];
    double[][] logits = new double[rows][classes()];
    INDArray gradient = images.ulike();
    gradient.assign(0);
    for (int d = 0; d < draws; d++) {
      LossGradient one = classifier.lossGradient(images, draw(query, d), loss);
      for (int i = 0; i < rows; i++) {
        losses[i] += one.losses()[i] / draws;
      }
      add(logits, one.logits(), 1.0 / draws);
      gradient.addi(one.gradient());
    }
    return new LossGradient(losses, array(logits, images), gradient.divi(draws));
  }

  private LossGradient lossOfMeanLogits(INDArray images, Query query, Loss loss) {
    int rows = (int) images.size(0);
    double[][] mean = new double[rows][classes()];
    for (int d = 0; d < draws; d++) {
      add(mean, classifier.logits(images, draw(query, d)), 1.0 / draws);
    }
    double[][] cotangents = new double[rows][classes()];
    double[] losses = new double[rows];
    for (int i = 0; i < rows; i++) {
      losses[i] = loss.evaluate(i, mean[i], cotangents[i]);
    }
    INDArray gradient = images.ulike();
    gradient.assign(0);
    for (int d = 0; d < draws; d++) {
      gradient.addi(classifier.lossGradient(images, draw(query, d), linear(cotangents)).gradient());
    }
    return new LossGradient(losses, array(mean, images), gradient.divi(draws));
  }

  private LossGradient lossOfMeanProbabilities(INDArray images, Query query, Loss loss) {
    int rows = (int) images.size(0);
    double[][] mean = meanLogProbabilities(images, query);
    double[][] cotangents = new double[rows][classes()];
    double[] losses = new double[rows];
    for (int i = 0; i < rows; i++) {
      losses[i] = loss.evaluate(i, mean[i], cotangents[i]);
    }
    INDArray gradient = images.ulike();
    gradient.assign(0);
    for (int d = 0; d < draws; d++) {
      gradient.addi(
          classifier
              .lossGradient(images, draw(query, d), throughSoftmax(mean, cotangents))
              .gradient());
    }
    return new LossGradient(losses, array(mean, images), gradient.divi(draws));
  }

  /** ⟨c, z⟩ with constant c: its input gradient is the vector–Jacobian product. */
  private static Loss linear(double[][] cotangents) {
    return (row, logits, gradient) -> {
      double sum = 0;
      for (int i = 0; i < logits.length; i++) {
        gradient[i] = cotangents[row][i];
        sum += gradient[i] * logits[i];
      }
      return sum;
    };
  }

  /** With p̄ the mean softmax and g = ∂L/∂ log p̄, a draw's cotangent is p∘(g/p̄ − ⟨p, g/p̄⟩). */
  private static Loss throughSoftmax(double[][] logMean, double[][] cotangents) {
    return (row, logits, gradient) -> {
      double[] p = logSoftmax(logits);
      double inner = 0;
      for (int i = 0; i < p.length; i++) {
        // p/p̄ by logarithms: both may underflow
        double ratio = Math.exp(p[i] - logMean[row][i]);
        gradient[i] = cotangents[row][i] * ratio;
        inner += gradient[i];
      }
      for (int i = 0; i < p.length; i++) {
        gradient[i] -= Math.exp(p[i]) * inner;
      }
      return 0;
    };
  }

  private double[][] meanLogProbabilities(INDArray images, Query query) {
    int rows = (int) images.size(0);
    double[][] mean = new double[rows][classes()];
    for (double[] row : mean) {
      java.util.Arrays.fill(row, Double.NEGATIVE_INFINITY);
    }
    for (int d = 0; d < draws; d++) {
      double[][] logits = classifier.logits(images, draw(query, d)).toDoubleMatrix();
      for (int i = 0; i < rows; i++) {
        double[] p = logSoftmax(logits[i]);
        for (int j = 0; j < p.length; j++) {
          mean[i][j] = logSum(mean[i][j], p[j] - Math.log(draws));
        }
      }
    }
    return mean;
  }

  private static double logSum(double a, double b) {
    if (a == Double.NEGATIVE_INFINITY) {
      return b;
    }
    double max = Math.max(a, b);
    return max + Math.log(Math.exp(a - max) + Math.exp(b - max));
  }

  private static double[] logSoftmax(double[] logits) {
    double max = Double.NEGATIVE_INFINITY;
    for (double z : logits) {
      max = Math.max(max, z);
    }
    double sum = 0;
    for (double z : logits) {
      sum += Math.exp(z - max);
    }
    double[] result = new double[logits.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = logits[i] - max - Math.log(sum);
    }
    return result;
  }

  private static void add(double[][] into, INDArray logits, double factor) {
    double[][] rows = logits.toDoubleMatrix();
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        into[i][j] += factor * rows[i][j];
      }
    }
  }

  private static INDArray array(double[][] values, INDArray like) {
    return Nd4j.createFromArray(values).castTo(like.dataType());
  }
}
