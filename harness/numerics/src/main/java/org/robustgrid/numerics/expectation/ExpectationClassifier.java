package org.robustgrid.numerics.expectation;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.Decisions;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.KeptArrays;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;

/**
 * A randomised classifier under expectation over transformation (Athalye et al. 2018): every answer
 * is an average over draws, each keyed by its number and the sample. {@link Loss#averaging()} says
 * what is averaged. Sums over draws are accumulated in double, in the order of the draws.
 *
 * @since 0.1
 */
public final class ExpectationClassifier implements Classifier {

  private final Classifier classifier;
  private final int draws;
  private final WeightedGradients gradients = new WeightedGradients();
  private double[] equalWeights = {};
  private INDArray answer;

  /**
   * The expectation of a classifier.
   *
   * @param classifier asked under the query's draw key followed by 0, 1, …
   * @param draws how many answers are averaged
   * @throws IllegalArgumentException when there are none
   */
  public ExpectationClassifier(Classifier classifier, int draws) {
    if (draws < 1) {
      throw new IllegalArgumentException("draws must be at least 1, but are " + draws);
    }
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
    return array(probabilities(images, query).logarithms(), images);
  }

  @Override
  public int[] decisions(INDArray images, Query query) {
    return Decisions.of(logits(images, query));
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    int rows = (int) images.size(0);
    gradients.begin(rows, (int) images.length());
    if (equalWeights.length != rows) {
      equalWeights = new double[rows];
    }
    return switch (loss.averaging()) {
      case LOSS -> meanOfLosses(images, query, loss);
      case LOGITS -> lossOfMeanLogits(images, query, loss);
      case PROBABILITIES ->
          decidedByOneClass(loss, rows)
              ? lossOfOneProbability(images, query, loss)
              : lossOfMeanProbabilities(images, query, loss);
    };
  }

  private static boolean decidedByOneClass(Loss loss, int rows) {
    for (int row = 0; row < rows; row++) {
      if (loss.decidingClass(row) < 0) {
        return false;
      }
    }
    return true;
  }

  private LossGradient meanOfLosses(INDArray images, Query query, Loss loss) {
    int rows = (int) images.size(0);
    double[] losses = new double[rows];
    double[] mean = new double[rows * classes()];
    for (int d = 0; d < draws; d++) {
      LossGradient one = classifier.lossGradient(images, draw(query, d), loss);
      for (int i = 0; i < rows; i++) {
        losses[i] += one.losses()[i] / draws;
      }
      add(mean, one.logits());
      gradients.add(one.gradient(), equalWeights);
    }
    return new LossGradient(losses, array(mean, images), gradients.mean(images));
  }

  private LossGradient lossOfMeanLogits(INDArray images, Query query, Loss loss) {
    double[] mean = new double[(int) images.size(0) * classes()];
    for (int d = 0; d < draws; d++) {
      add(mean, classifier.logits(images, draw(query, d)));
    }
    double[] cotangents = new double[mean.length];
    double[] losses = evaluate(loss, mean, cotangents);
    return combined(images, query, losses, mean, linear(cotangents));
  }

  private LossGradient lossOfMeanProbabilities(INDArray images, Query query, Loss loss) {
    double[] mean = probabilities(images, query).logarithms();
    double[] cotangents = new double[mean.length];
    double[] losses = evaluate(loss, mean, cotangents);
    return combined(images, query, losses, mean, throughSoftmax(mean, cotangents));
  }

  /** The second round of draws, once it is known what each one's gradient is wanted of. */
  private LossGradient combined(
      INDArray images, Query query, double[] losses, double[] mean, Loss perDraw) {
    for (int d = 0; d < draws; d++) {
      gradients.add(
          classifier.lossGradient(images, draw(query, d), perDraw).gradient(), equalWeights);
    }
    return new LossGradient(losses, array(mean, images), gradients.mean(images));
  }

  /**
   * With L = c log p̄ and p̄ the mean of the draws' p, ∇L = c ∇p̄ / p̄ = Σ p (c ∇ log p) / Σ p: the
   * draws' own gradients, weighted by p, in one round.
   */
  private LossGradient lossOfOneProbability(INDArray images, Query query, Loss loss) {
    int rows = (int) images.size(0);
    MeanProbabilities probabilities = new MeanProbabilities(rows, classes(), draws);
    double[] logWeights = new double[rows];
    for (int d = 0; d < draws; d++) {
      LossGradient one = classifier.lossGradient(images, draw(query, d), loss);
      probabilities.add(one.logits());
      for (int row = 0; row < rows; row++) {
        logWeights[row] = probabilities.lastDraw(row, loss.decidingClass(row));
      }
      gradients.add(one.gradient(), logWeights);
    }
    double[] mean = probabilities.logarithms();
    double[] losses = evaluate(loss, mean, new double[mean.length]);
    return new LossGradient(losses, array(mean, images), gradients.mean(images));
  }

  /** The losses of logits, and their slopes. */
  private double[] evaluate(Loss loss, double[] logits, double[] slopes) {
    int classes = classes();
    double[] losses = new double[logits.length / classes];
    double[] sample = new double[classes];
    double[] slope = new double[classes];
    for (int row = 0; row < losses.length; row++) {
      System.arraycopy(logits, row * classes, sample, 0, classes);
      Arrays.fill(slope, 0);
      losses[row] = loss.evaluate(row, sample, slope);
      System.arraycopy(slope, 0, slopes, row * classes, classes);
    }
    return losses;
  }

  /** ⟨c, z⟩ with constant c: its input gradient is the vector–Jacobian product. */
  private static Loss linear(double[] cotangents) {
    return (row, logits, gradient) -> {
      double sum = 0;
      for (int i = 0; i < logits.length; i++) {
        gradient[i] = cotangents[row * logits.length + i];
        sum += gradient[i] * logits[i];
      }
      return sum;
    };
  }

  /** With p̄ the mean softmax and g = ∂L/∂ log p̄, a draw's cotangent is p∘(g/p̄ − ⟨p, g/p̄⟩). */
  private static Loss throughSoftmax(double[] logMean, double[] cotangents) {
    return (row, logits, gradient) -> {
      int classes = logits.length;
      double logSum = Softmax.logSumExp(logits, 0, classes);
      double inner = 0;
      for (int i = 0; i < classes; i++) {
        // p/p̄ by logarithms: both may underflow
        double ratio = Math.exp(logits[i] - logSum - logMean[row * classes + i]);
        gradient[i] = cotangents[row * classes + i] * ratio;
        inner += gradient[i];
      }
      for (int i = 0; i < classes; i++) {
        gradient[i] -= Math.exp(logits[i] - logSum) * inner;
      }
      return 0;
    };
  }

  private MeanProbabilities probabilities(INDArray images, Query query) {
    MeanProbabilities mean = new MeanProbabilities((int) images.size(0), classes(), draws);
    for (int d = 0; d < draws; d++) {
      mean.add(classifier.logits(images, draw(query, d)));
    }
    return mean;
  }

  private void add(double[] mean, INDArray logits) {
    double[] draw = HostArrays.read(logits);
    for (int i = 0; i < draw.length; i++) {
      mean[i] += draw[i] / draws;
    }
  }

  private INDArray array(double[] values, INDArray like) {
    answer = KeptArrays.like(answer, like.dataType(), values.length / classes(), classes());
    HostArrays.write(values, answer);
    return answer;
  }
}
