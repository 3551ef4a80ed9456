package org.robustgrid.analyses;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.analysis.Evidence;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;

/** Samples with one feature; the model decides for class 1 where the predicate holds. */
class ConstantModelTest {

  private static final int[] LABELS = {0, 1, 0, 0, 1, 0};

  private static Evidence check(Domain domain, DoublePredicate one, int... predictions) {
    ToyAnalysisRequest request =
        new ToyAnalysisRequest(
                new Line(x -> one.test(x) ? -1 : 1), new float[LABELS.length], LABELS, domain)
            .predictions(predictions)
            .checkSamples(5);
    return Toys.evidence(new ConstantModel(), request).get(0);
  }

  @Test
  void a_model_that_always_decides_alike_is_told_by_samples_of_other_classes() {
    Evidence evidence = check(Domain.UNIT, x -> false, 0, 0, 0, 0, 0, 0);
    assertThat(evidence.samples()).containsExactly(1, 4);
    assertThat(evidence.about()).isEqualTo("class 0");
    assertThat(evidence.asked()).isEqualTo(5);
    assertThat(evidence.upperBound()).isFalse();
    assertThat(evidence.message())
        .contains("decides for class 0 on all inputs", "Of 5 samples it misses all 2");
  }

  @Test
  void one_other_prediction_is_enough() {
    assertThat(check(Domain.UNIT, x -> false, 0, 0, 0, 0, 0, 1).samples()).isEmpty();
  }

  @Test
  void a_model_that_decides_otherwise_away_from_the_samples_is_not_constant() {
    assertThat(check(Domain.UNIT, x -> x > 0.9, 0, 0, 0, 0, 0, 0).samples()).isEmpty();
    assertThat(check(new Domain(-20, 20), x -> x < -10, 0, 0, 0, 0, 0, 0).samples()).isEmpty();
  }

  @Test
  void without_a_box_the_samples_decide() {
    assertThat(check(Domain.UNBOUNDED, x -> x > 1e9, 0, 0, 0, 0, 0, 0).samples()).hasSize(2);
  }

  @Test
  void a_model_that_always_abstains_is_no_constant_one() {
    assertThat(check(Domain.UNIT, x -> false, -1, -1, -1, -1, -1, -1).samples()).isEmpty();
  }
}
