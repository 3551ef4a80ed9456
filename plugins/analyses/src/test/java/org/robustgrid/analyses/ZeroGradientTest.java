package org.robustgrid.analyses;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.analysis.Evidence;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;

/** One sample at 0.5, of class 0, where the gap to class 1 is as the model says. */
class ZeroGradientTest {

  private static List<Evidence> check(DoubleUnaryOperator gap, int vanished, boolean constant) {
    AttackOutcome pgd =
        AttackOutcome.builder("pgd", Toys.SMALL, true)
            .access(Access.GRADIENTS)
            .vanished(vanished)
            .build();
    ToyAnalysisRequest request =
        new ToyAnalysisRequest(new Line(gap), new float[] {0.5f}, new int[] {0}, Domain.UNIT)
            .boards(Toys.board(pgd))
            .result(ConstantModel.ID, Toys.constant(constant));
    return Toys.evidence(new ZeroGradient(), request);
  }

  @Test
  void a_probability_that_rounds_to_one_is_told_from_a_gradient_that_vanished() {
    List<Evidence> saturated = check(x -> 4000 * x, 1, false);
    assertThat(Toys.about("saturated", saturated).samples()).containsExactly(0);
    assertThat(Toys.about("zero", saturated).samples()).isEmpty();
    List<Evidence> staircase = check(x -> Math.floor(4 * x), 1, false);
    assertThat(Toys.about("zero", staircase).samples()).containsExactly(0);
    assertThat(Toys.about("zero", staircase).message()).contains("exactly zero on 1 of 1");
    assertThat(check(x -> 4 * x, 0, false)).allSatisfy(e -> assertThat(e.samples()).isEmpty());
  }

  @Test
  void saturated_samples_are_excused_where_an_attack_met_no_vanished_gradient() {
    assertThat(Toys.about("saturated", check(x -> 4000 * x, 1, false)).excused()).isEmpty();
    assertThat(Toys.about("saturated", check(x -> 4000 * x, 0, false)).excused())
        .containsExactly(0);
  }

  @Test
  void of_a_constant_model_nothing_is_judged() {
    assertThat(check(x -> Math.floor(4 * x), 1, true))
        .allSatisfy(evidence -> assertThat(evidence.tolerated()).isEmpty());
  }
}
