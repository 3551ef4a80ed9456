package org.robustgrid.defenses.smoothing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.spi.network.Classifier;

class SmoothedClassifierTest {

  private static final SmoothingSettings HARD = LinearProblem.settings(false, 20, 200, 0.001);

  @Test
  void decides_far_from_the_boundary() {
    INDArray points = LinearProblem.points(-1, 1, 2);
    assertThat(LinearProblem.smoothed(HARD).decisions(points, LinearProblem.query(3, 1)))
        .containsExactly(0, 1, 1);
  }

  @Test
  void abstains_on_the_boundary() {
    int[] decisions =
        LinearProblem.smoothed(HARD)
            .decisions(LinearProblem.points(new double[500]), LinearProblem.query(500, 1));
    long decided = java.util.Arrays.stream(decisions).filter(d -> d != Classifier.ABSTAIN).count();
    // at level 0.001, five decisions among 500 occur once in a few thousand runs
    assertThat(decided).isLessThanOrEqualTo(4);
  }

  @Test
  void soft_smoothing_never_abstains() {
    int[] decisions =
        LinearProblem.smoothed(LinearProblem.settings(true, 20, 200, 0.001))
            .decisions(LinearProblem.points(new double[100]), LinearProblem.query(100, 1));
    assertThat(decisions).doesNotContain(Classifier.ABSTAIN).contains(0, 1);
  }

  @Test
  void scores_are_those_of_one_noisy_draw() {
    SmoothedClassifier smoothed = LinearProblem.smoothed(HARD);
    double[] features = new double[4000];
    double[] logits =
        HostArrays.read(
            smoothed.logits(LinearProblem.points(features), LinearProblem.query(4000, 2)));
    double square = 0;
    for (int i = 0; i < 4000; i++) {
      square += logits[2 * i + 1] * logits[2 * i + 1] / 4000;
    }
    // the logit is 50 times a feature, whose noise has standard deviation 0.5
    assertThat(Math.sqrt(square)).isCloseTo(25, within(1.5));
  }

  @Test
  void noise_belongs_to_the_sample_and_the_draw() {
    SmoothedClassifier smoothed = LinearProblem.smoothed(HARD);
    INDArray two = LinearProblem.points(0.1, 0.1);
    double[] first = HostArrays.read(smoothed.logits(two, LinearProblem.query(2, 1)));
    double[] alone =
        HostArrays.read(smoothed.logits(LinearProblem.points(0.1), LinearProblem.query(1, 1)));
    double[] again = HostArrays.read(smoothed.logits(two, LinearProblem.query(2, 2)));
    assertThat(alone[1]).isEqualTo(first[1]);
    assertThat(first[3]).isNotEqualTo(first[1]);
    assertThat(again[1]).isNotEqualTo(first[1]);
  }

  @Test
  void gradients_are_taken_at_the_same_draw_as_scores() {
    SmoothedClassifier smoothed = LinearProblem.smoothed(HARD);
    INDArray points = LinearProblem.points(0.1, -0.2);
    double[] scores = HostArrays.read(smoothed.logits(points, LinearProblem.query(2, 1)));
    var answer =
        smoothed.lossGradient(
            points, LinearProblem.query(2, 1), new CrossEntropy(new int[] {1, 1}));
    assertThat(HostArrays.read(answer.logits())).containsExactly(scores);
  }

  @Test
  void leaves_the_images_as_they_are() {
    INDArray points = LinearProblem.points(0.1, -0.2);
    long[] shape = points.shape().clone();
    SmoothedClassifier smoothed = LinearProblem.smoothed(HARD);
    smoothed.decisions(points, LinearProblem.query(2, 1));
    smoothed.certify(points, LinearProblem.query(2, 1), org.robustgrid.spi.Monitor.NONE);
    assertThat(HostArrays.read(points)).containsExactly(0.1, 0, -0.2, 0);
    assertThat(points.shape()).containsExactly(shape);
  }
}
