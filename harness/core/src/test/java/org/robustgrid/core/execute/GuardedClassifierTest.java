package org.robustgrid.core.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.AccessException;
import org.robustgrid.spi.Loss;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Query;
import org.robustgrid.spi.RandomKey;
import org.robustgrid.spi.StoppedException;

class GuardedClassifierTest {

  private static final Loss FIRST_LOGIT =
      (row, logits, gradient) -> {
        gradient[0] = 1;
        return logits[0];
      };

  private final INDArray images = Nd4j.createFromArray(new double[][] {{0.1, 0.2}});
  private final Query query = new Query(new long[] {4}, RandomKey.of(0));

  private static GuardedClassifier guarded(Access access, long budget) {
    return new GuardedClassifier(new LinearClassifier(0), access, Monitor.NONE, budget);
  }

  @Test
  void grantsNoMoreThanTheDeclaredAccess() {
    GuardedClassifier decisions = guarded(Access.DECISIONS, 0);
    assertThat(decisions.decisions(images, query)).hasSize(1);
    assertThatThrownBy(() -> decisions.logits(images, query)).isInstanceOf(AccessException.class);
    GuardedClassifier scores = guarded(Access.SCORES, 0);
    assertThat(scores.logits(images, query).length()).isEqualTo(3);
    assertThatThrownBy(() -> scores.lossGradient(images, query, FIRST_LOGIT))
        .isInstanceOf(AccessException.class)
        .hasMessageContaining("NEEDS_GRADIENTS");
  }

  @Test
  void stopsWhenASamplesPassesAreSpent() {
    GuardedClassifier classifier = guarded(Access.GRADIENTS, 5);
    classifier.lossGradient(images, query, FIRST_LOGIT);
    classifier.lossGradient(images, query, FIRST_LOGIT);
    classifier.logits(images, query);
    assertThatThrownBy(() -> classifier.logits(images, query))
        .isInstanceOfSatisfying(
            StoppedException.class,
            e -> assertThat(e.reason()).isEqualTo(StoppedException.Reason.BUDGET));
  }

  @Test
  void remembersTheSamplesAboutWhichAnAnswerWasNotFinite() {
    GuardedClassifier classifier = guarded(Access.GRADIENTS, 0);
    INDArray two = Nd4j.createFromArray(new double[][] {{0.1, 0.2}, {Double.NaN, 0.2}});
    Query both = new Query(new long[] {4, 9}, RandomKey.of(0));
    classifier.lossGradient(images, query, FIRST_LOGIT);
    assertThat(classifier.notFinite()).isEmpty();
    classifier.logits(two, both);
    assertThat(classifier.notFinite()).containsExactly(9L);
    INDArray infinite =
        Nd4j.createFromArray(new double[][] {{Double.POSITIVE_INFINITY, 0}, {0.1, 0.2}});
    classifier.lossGradient(infinite, both, FIRST_LOGIT);
    assertThat(classifier.notFinite()).containsExactlyInAnyOrder(4L, 9L);
  }
}
