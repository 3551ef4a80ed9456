package org.robustgrid.analyses;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.analysis.Evidence;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;

/** One sample of class 0 at 0.5; the tests choose the gap to class 1. */
class ZeroGradientTest {

  private static List<Evidence> check(DoubleUnaryOperator gap, int vanished, boolean constant) {
    return check(Goal.Kind.UNTARGETED, gap, vanished, constant);
  }

  private static List<Evidence> check(
      Goal.Kind goal, DoubleUnaryOperator gap, int vanished, boolean constant) {
    AttackOutcome pgd =
        AttackOutcome.builder("pgd", Toys.SMALL, true)
            .access(Access.GRADIENTS)
            .vanished(vanished)
            .build();
    ToyAnalysisRequest request =
        new ToyAnalysisRequest(new Line(gap), new float[] {0.5f}, new int[] {0}, Domain.UNIT)
            .boards(Toys.board(goal, pgd))
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

  @ParameterizedTest
  @EnumSource(names = {"TARGETED", "MINIMUM_DISTANCE"})
  void of_other_goals_vanished_gradients_count_and_saturated_samples_say_nothing(Goal.Kind goal) {
    assertThat(check(goal, x -> Math.floor(4 * x), 1, false))
        .extracting(Evidence::about)
        .containsExactly("zero", "not finite");
    Evidence zero = Toys.about("zero", check(goal, x -> Math.floor(4 * x), 1, false));
    assertThat(zero.samples()).containsExactly(0);
    assertThat(zero.board()).hasValue("linf 0.1 " + goal.id());
    assertThat(check(goal, x -> 4000 * x, 1, false))
        .allSatisfy(evidence -> assertThat(evidence.samples()).isEmpty());
  }

  @Test
  void of_a_constant_model_nothing_is_judged() {
    assertThat(check(x -> Math.floor(4 * x), 1, true))
        .allSatisfy(evidence -> assertThat(evidence.tolerated()).isEmpty());
  }
}
