package org.robustgrid.analyses;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.AttackOutcome;
import org.robustgrid.spi.analysis.AttackedBoard;
import org.robustgrid.spi.analysis.Column;
import org.robustgrid.spi.analysis.Evidence;
import org.robustgrid.spi.analysis.OtherRow;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;

/** Ten samples of class 0 at 0.55; the boundary is at 0.5. */
class TransferWinsTest {

  private static final int SAMPLES = 10;

  private static boolean[] fallen(int from, int to) {
    boolean[] robust = new boolean[SAMPLES];
    Arrays.fill(robust, true);
    Arrays.fill(robust, from, to, false);
    return robust;
  }

  /** An attack on another row whose images of some samples are all at one point. */
  private static AttackOutcome attack(String label, int from, int to, float at) {
    SortedMap<Integer, float[]> images = new TreeMap<>();
    for (int i = from; i < to; i++) {
      images.put(i, new float[] {at});
    }
    return AttackOutcome.builder(label, Toys.SMALL, fallen(from, to)).images(n -> images).build();
  }

  private static OtherRow row(String label, boolean base, AttackOutcome... outcomes) {
    return new OtherRow(label, base, List.of(Toys.board(outcomes)), false);
  }

  private static AnalysisResult analyse(AttackedBoard own, OtherRow... others) {
    float[] images = new float[SAMPLES];
    Arrays.fill(images, 0.55f);
    ToyAnalysisRequest request =
        new ToyAnalysisRequest(new Line(x -> x - 0.5), images, new int[SAMPLES], Domain.UNIT)
            .threatModel(Toys.SMALL)
            .boards(own)
            .otherRows(others);
    TransferWins check = new TransferWins();
    return check.create(Parameters.of(check.descriptor(), java.util.Map.of())).analyse(request);
  }

  private static AttackedBoard own(int broken) {
    return Toys.board(Toys.outcome("pgd", Access.GRADIENTS, fallen(0, broken)));
  }

  @Test
  void images_of_other_rows_are_replayed_and_their_rows_named() {
    AnalysisResult result =
        analyse(
            own(4),
            row("plain", false, attack("pgd", 0, 6, 0.45f)),
            row("other", false, attack("pgd", 5, 8, 0.47f)),
            row("far", false, attack("pgd", 0, 10, 0.6f)));
    Column column = result.columns().get(0);
    assertThat(column.name()).isEqualTo("transfer");
    assertThat(column.survives()).isEqualTo(fallen(0, 8));
    assertThat(column.by())
        .containsOnly(java.util.Map.entry("plain", 6), java.util.Map.entry("other", 2));
    assertThat(column.distances().get("median linf")).isEqualTo((double) 0.55f - 0.45f);
    Evidence evidence = result.evidence().get(0);
    assertThat(evidence.asked()).isEqualTo(6);
    assertThat(evidence.samples()).containsExactly(4, 5, 6, 7);
    assertThat(evidence.message()).contains("(other, plain) break 4 of 6 samples");
    assertThat(evidence.tolerated()).hasValue(0.01);
  }

  @Test
  void of_a_row_the_first_attack_that_broke_a_sample_speaks() {
    Column column =
        analyse(
                own(0),
                row("plain", false, attack("weak", 0, 2, 0.6f), attack("strong", 0, 5, 0.45f)))
            .columns()
            .get(0);
    assertThat(column.survives()).isEqualTo(fallen(2, 5));
  }

  @Test
  void the_row_that_it_is_built_on_comes_first() {
    Column column =
        analyse(
                own(0),
                row("other", false, attack("pgd", 0, 3, 0.45f)),
                row("static", true, attack("pgd", 0, 3, 0.45f)))
            .columns()
            .get(0);
    assertThat(column.by()).containsOnly(java.util.Map.entry("static (base)", 3));
  }

  @Test
  void without_images_it_says_so_and_where_nothing_fell_all_survive() {
    AttackOutcome lost = AttackOutcome.builder("pgd", Toys.SMALL, fallen(0, 3)).build();
    OtherRow lacking = new OtherRow("plain", false, List.of(Toys.board(lost)), true);
    AnalysisResult without = analyse(own(0), lacking);
    assertThat(without.evidence().get(0).notRun())
        .hasValue("the run kept no adversarial images of other rows");
    assertThat(without.columns()).isEmpty();
    AttackOutcome nothing = AttackOutcome.builder("pgd", Toys.SMALL, fallen(0, 0)).build();
    AnalysisResult result = analyse(own(0), row("plain", false, nothing));
    assertThat(result.evidence().get(0).samples()).isEmpty();
    assertThat(result.columns().get(0).survives()).isEqualTo(fallen(0, 0));
  }

  @Test
  void where_an_attack_of_its_own_is_missing_nothing_is_judged() {
    AttackedBoard incomplete =
        new AttackedBoard(
            "linf 0.1",
            Toys.SMALL,
            org.robustgrid.spi.attack.Goal.Kind.UNTARGETED,
            List.of(),
            false);
    assertThat(analyse(incomplete, row("plain", false, attack("pgd", 0, 3, 0.45f))).evidence())
        .allSatisfy(evidence -> assertThat(evidence.tolerated()).isEmpty());
  }
}
