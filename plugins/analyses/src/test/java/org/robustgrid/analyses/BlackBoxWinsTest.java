package org.robustgrid.analyses;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.analysis.AttackedBoard;
import org.robustgrid.spi.analysis.Evidence;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;

/** A hundred samples that are right; the reference attack attacks all of them. */
class BlackBoxWinsTest {

  private static boolean[] fallen(int from, int count) {
    boolean[] robust = new boolean[100];
    Arrays.fill(robust, true);
    Arrays.fill(robust, from, from + count, false);
    return robust;
  }

  private static ToyAnalysisRequest request(AttackedBoard board) {
    return new ToyAnalysisRequest(new Line(x -> 1), new float[100], new int[100], Domain.UNIT)
        .norm(Norm.LINF)
        .boards(board);
  }

  private static List<Evidence> check(AttackedBoard board, int broken) {
    return Toys.evidence(
        new BlackBoxWins(),
        request(board)
            .probe(
                Access.SCORES,
                "square",
                (access, threat) ->
                    Optional.of(Toys.outcome("square", access, fallen(0, broken)))));
  }

  @Test
  void an_attack_of_the_grid_without_gradients_is_compared_at_itself() {
    AttackedBoard board =
        Toys.board(
            Toys.outcome("pgd", Access.GRADIENTS, fallen(0, 5)),
            Toys.outcome("guess", Access.SCORES, fallen(0, 15)));
    Evidence evidence = Toys.about("guess", check(board, 0));
    assertThat(evidence.attack()).isEqualTo("guess");
    assertThat(evidence.samples()).hasSize(10).startsWith(5);
    assertThat(evidence.message()).contains("breaks 10 of 100 samples that no attack");
    assertThat(evidence.against()).isEmpty();
  }

  @Test
  void what_gradients_break_too_is_excused() {
    AttackedBoard board = Toys.board(Toys.outcome("pgd", Access.GRADIENTS, fallen(0, 5)));
    Evidence evidence = Toys.about("square", check(board, 12));
    assertThat(evidence.samples()).hasSize(12);
    assertThat(evidence.excused()).containsExactly(0, 1, 2, 3, 4);
    assertThat(evidence.message()).contains("breaks 7 of 100");
    assertThat(evidence.tolerated()).hasValue(0.01);
  }

  @Test
  void without_attacks_with_gradients_there_is_nothing_to_beat() {
    AttackedBoard board = Toys.board(Toys.outcome("guess", Access.SCORES, fallen(0, 50)));
    assertThat(check(board, 12))
        .singleElement()
        .satisfies(evidence -> assertThat(evidence.tolerated()).isEmpty());
  }

  @Test
  void a_reference_attack_that_is_missing_or_for_other_norms_is_named() {
    AttackedBoard board = Toys.board(Toys.outcome("pgd", Access.GRADIENTS, fallen(0, 5)));
    assertThat(Toys.evidence(new BlackBoxWins(), request(board)).get(0).notRun().orElseThrow())
        .contains("reference for attacks by scores, and none is loaded");
    ToyAnalysisRequest other =
        request(board).probe(Access.SCORES, "square", (access, threat) -> Optional.empty());
    assertThat(Toys.evidence(new BlackBoxWins(), other).get(0).notRun())
        .hasValue("'square' does not run under linf");
  }
}
