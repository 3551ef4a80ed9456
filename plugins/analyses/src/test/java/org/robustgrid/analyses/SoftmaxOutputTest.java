package org.robustgrid.analyses;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.robustgrid.leaderboard.statistics.Excess;

class SoftmaxOutputTest {

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
    for (boolean row : SoftmaxOutput.probabilities(logits)) {
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
}
