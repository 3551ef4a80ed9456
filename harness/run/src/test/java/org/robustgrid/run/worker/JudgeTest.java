package org.robustgrid.run.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.spi.network.Classifier;

class JudgeTest {

  private static final long[] SAMPLES = {0, 1};

  private static Judgement judge(Classifier classifier, double[][] images, int... labels) {
    INDArray batch = Nd4j.createFromArray(images);
    return new Judge(classifier, true, 11, 2).judge(batch, SAMPLES, labels);
  }

  @Test
  void never_calls_a_sample_with_non_finite_logits_right() {
    Judgement judgement =
        judge(new LinearClassifier(0), new double[][] {{Double.NaN, 0}, {1, 0}}, 0, 0);
    assertThat(judgement.right()).containsExactly(false, true);
    assertThat(judgement.finite()).containsExactly(false, true);
    assertThat(judgement.predictions()[0]).isEqualTo(Classifier.ABSTAIN);
  }

  @Test
  void decides_for_the_first_largest_logit() {
    // at the origin all logits are zero
    Judgement judgement = judge(new LinearClassifier(0), new double[][] {{0, 0}, {0, 1}}, 0, 1);
    assertThat(judgement.predictions()).containsExactly(0, 1);
  }

  @Test
  void resubmissions_are_judged_by_draws_of_their_own() {
    Judge judge = new Judge(new LinearClassifier(0.3), true, 11, 2);
    INDArray images = Nd4j.createFromArray(new double[][] {{0.02, 0.01}, {0.01, 0.02}});
    int held = 0;
    for (int number = 0; number < 200; number++) {
      Judgement one = judge.alone(images, SAMPLES, new int[] {0, 0}, number);
      assertThat(one.predictions())
          .isEqualTo(judge.alone(images, SAMPLES, new int[] {1, 1}, number).predictions());
      held += one.right()[0] ? 1 : 0;
    }
    // three classes whose logits are noise and little else
    assertThat(held).isBetween(40, 100);
  }

  @Test
  void judges_a_randomised_classifier_by_the_majority_of_draws() {
    Judgement judgement =
        judge(new LinearClassifier(0.3), new double[][] {{1, 0}, {0.02, 0.01}}, 0, 2);
    assertThat(judgement.agreement()[0]).isGreaterThan(0.5);
    assertThat(judgement.right()[0]).isTrue();
    assertThat(judgement.right()[1]).isEqualTo(judgement.agreement()[1] > 0.5);
    assertThat(judgement.predictions()[1] == 2).isEqualTo(judgement.right()[1]);
  }
}
