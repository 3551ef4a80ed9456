package org.robustgrid.run.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.leaderboard.Check;
import org.robustgrid.leaderboard.CheckEvidence;
import org.robustgrid.leaderboard.statistics.Excess;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.run.plan.Profiles;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;

class AnswerCheckTest {

  private final SplittableRandom random = new SplittableRandom(3);

  private static double[] softmax(double[] logits, double temperature, double scale) {
    double[] p = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.exp(logits[i] / temperature);
      sum += p[i];
    }
    for (int i = 0; i < p.length; i++) {
      p[i] = (float) (scale * p[i] / sum);
    }
    return p;
  }

  private List<double[]> logits(int classes, int samples, double spread, double offset) {
    List<double[]> logits = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      double[] row = new double[classes];
      int label = random.nextInt(classes);
      for (int c = 0; c < classes; c++) {
        row[c] = offset + spread * (random.nextGaussian() + (c == label ? 3 : 0));
      }
      logits.add(row);
    }
    return logits;
  }

  private static int found(List<double[]> logits) {
    int found = 0;
    for (boolean row : AnswerCheck.probabilities(logits)) {
      found += row ? 1 : 0;
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 100})
  void logits_with_a_common_offset_are_no_probabilities(int classes) {
    int flagged = 0;
    for (int row = 0; row < 1000; row++) {
      int samples = 30 + random.nextInt(70);
      double spread = Math.exp(3 * random.nextGaussian());
      double offset = spread * 1000 * random.nextDouble();
      int found = found(logits(classes, samples, spread, offset));
      flagged += Excess.p(found, samples, 0.01) <= 0.01 ? 1 : 0;
    }
    assertThat(flagged).isLessThanOrEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.05, 255})
  void probabilities_are_found_whatever_they_are_scaled_by(double scale) {
    for (double temperature : new double[] {0.1, 1, 100}) {
      List<double[]> logits = logits(10, 50, 2, 0);
      logits.replaceAll(row -> softmax(row, temperature, scale));
      assertThat(found(logits)).as("temperature %s", temperature).isEqualTo(50);
    }
  }

  @Test
  void constant_logits_are_no_probabilities() {
    List<double[]> logits = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      logits.add(new double[] {0.1, 0.3, 0.2 + 1e-9 * i});
    }
    assertThat(found(logits)).isZero();
  }

  /** Asks about one feature, 0.5, of class 0, where the gap to class 1 is as the model says. */
  private static List<CheckEvidence> gradients(DoubleUnaryOperator gap) {
    AnswerCheck check = new AnswerCheck(new Gap(gap), Profiles.portable(), 0);
    INDArray images = Nd4j.createFromArray(new double[][] {{0.5}});
    return check.of(
        Check.ZERO_GRADIENT, List.of(new AnswerCheck.Batch(images, new long[] {7}, new int[] {0})));
  }

  private static List<Integer> samples(List<CheckEvidence> evidence, String subject) {
    return evidence.stream()
        .filter(e -> e.subject().equals(subject))
        .findFirst()
        .orElseThrow()
        .samples();
  }

  @Test
  void a_probability_that_rounds_to_one_is_told_from_a_gradient_that_vanished() {
    List<CheckEvidence> saturated = gradients(x -> 4000 * x);
    assertThat(samples(saturated, "saturated")).containsExactly(7);
    assertThat(samples(saturated, "zero")).isEmpty();
    List<CheckEvidence> staircase = gradients(x -> Math.floor(4 * x));
    assertThat(samples(staircase, "zero")).containsExactly(7);
    assertThat(samples(staircase, "saturated")).isEmpty();
    List<CheckEvidence> sound = gradients(x -> 4 * x);
    assertThat(sound).allSatisfy(evidence -> assertThat(evidence.samples()).isEmpty());
  }

  /** Logits (gap, 0); the gap's derivative is taken by central differences. */
  private record Gap(DoubleUnaryOperator gap) implements Classifier {

    @Override
    public long[] inputShape() {
      return new long[] {1};
    }

    @Override
    public int classes() {
      return 2;
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      double x = HostArrays.read(images)[0];
      return Nd4j.createFromArray(new double[][] {{gap.applyAsDouble(x), 0}});
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      double x = HostArrays.read(images)[0];
      double slope = (gap.applyAsDouble(x + 0.01) - gap.applyAsDouble(x - 0.01)) / 0.02;
      double flat = gap.applyAsDouble(x + 1e-9) == gap.applyAsDouble(x) ? 0 : slope;
      double[] cotangent = new double[2];
      double value = loss.evaluate(0, new double[] {gap.applyAsDouble(x), 0}, cotangent);
      INDArray gradient = Nd4j.createFromArray(new double[][] {{cotangent[0] * flat}});
      return new LossGradient(new double[] {value}, logits(images, query), gradient);
    }

    @Override
    public int[] decisions(INDArray images, Query query) {
      return Decisions.of(logits(images, query));
    }
  }
}
