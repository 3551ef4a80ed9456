package org.robustgrid.run.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.files.CanonicalJson;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Cell;
import org.robustgrid.leaderboard.LeaderboardCheck;
import org.robustgrid.leaderboard.LeaderboardJson;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.TestSet;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.KeptImages;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.Grids;
import org.robustgrid.run.plan.PlannedThreatModel;

/** A run whose boards have goals of every kind, on three clouds. */
@Tag("process")
class GoalsTest {

  private static final String GOALS =
      """
      name: goals
      datasets: [{id: clouds, samples: 40, parameters: {classes: 3}}]
      architectures: [dense]
      training: {epochs: 20, batch-size: 20, learning-rate: 0.1, validation: 0.1}
      threat-models:
        - {norm: linf, epsilon: 0.25}
        - {norm: linf, epsilon: 0.25, goal: targeted, target: next}
        - {norm: linf, epsilon: 0.25, goal: targeted, target: each}
        - {norm: linf, epsilon: 0.25, goal: targeted, target: most-likely}
        - {norm: linf, epsilon: 0.25, goal: targeted, target: [1]}
        - {norm: linf, goal: minimum-distance}
        - {norm: l2, epsilon: 0.2, goal: minimum-distance}
      defenses: [plain]
      attacks: [bisect]
      seeds: [0]
      checks: none
      """;

  @TempDir static Path shared;
  private static Path run;
  private static RunOutcome outcome;
  private static Leaderboard leaderboard;

  @BeforeAll
  static void runOnce() {
    run = shared.resolve("run");
    outcome = Runs.run(GOALS, run);
    leaderboard = Runs.leaderboard(run);
  }

  private static Board board(int index) {
    return leaderboard.boards().get(index);
  }

  private static SeedResult seed(int board) {
    return board(board).rows().get(0).perSeed().get(0);
  }

  private static AttackCell cell(int board) {
    GridPlan plan = Grids.plan(GOALS);
    return new AttackCell(
        plan.models().get(0), plan.attacks().get(0), plan.threatModels().get(board));
  }

  private static AttackCellResult result(int board) {
    RunFolder folder = new RunFolder(run);
    RunManifest manifest = RunManifest.read(folder);
    return new Cells(manifest.plan(), manifest.profile(), new FolderStore(folder))
        .result(cell(board), AttackCellResult.class)
        .orElseThrow();
  }

  private static int right(int board) {
    return seed(board).clean().count();
  }

  @Test
  void every_board_has_a_result_and_a_key_of_its_own() {
    assertThat(outcome.failures()).isEmpty();
    List<String> keys =
        IntStream.range(0, 7).mapToObj(i -> seed(i).cells().get("bisect").key()).toList();
    assertThat(keys).doesNotHaveDuplicates();
  }

  @Test
  void a_leaderboard_of_goals_survives_json_and_its_own_check() {
    String json = LeaderboardJson.write(leaderboard);
    Leaderboard read = LeaderboardJson.read(json);
    LeaderboardCheck.check(read);
    assertThat(LeaderboardJson.write(read).equals(json)).isTrue();
  }

  @Test
  void a_sample_falls_to_a_targeted_attack_where_the_target_is_predicted() {
    for (int board = 1; board <= 4; board++) {
      AttackCellResult result = result(board);
      for (int i = 0; i < result.robust().length(); i++) {
        if (result.aimed(i)) {
          boolean reached = result.predictions().get(i) == result.decisive(i, -1);
          assertThat(result.robust().get(i)).isNotEqualTo(reached);
        }
      }
      assertThat(result.aim().reached()).as("board %s", board).isPositive();
    }
  }

  @Test
  void the_next_class_follows_the_label() {
    AttackCellResult result = result(1);
    for (int i = 0; i < result.robust().length(); i++) {
      if (result.aimed(i)) {
        assertThat(result.decisive(i, -1)).isEqualTo((i % 3 + 1) % 3);
      }
    }
  }

  @Test
  void each_tries_every_other_class_and_falls_to_any_of_them() {
    Cell cell = seed(2).cells().get("bisect");
    assertThat(cell.tried()).isEqualTo(2 * right(2));
    int broken = right(2) - seed(2).worst().count();
    assertThat(cell.reached()).isBetween(broken, 2 * broken);
    // whatever falls to the next class falls to some class
    for (int i = 0; i < seed(2).worst().length(); i++) {
      assertThat(seed(2).worst().get(i) && !seed(1).worst().get(i)).isFalse();
    }
  }

  @Test
  void samples_of_the_only_target_are_left_out() {
    Board board = board(4);
    TestSet set = leaderboard.testSet(board);
    assertThat(set.labels()).hasSize(27).doesNotContain(1);
    assertThat(set.sampleIds()).startsWith(0, 2, 3, 5).isEqualTo(board.sampleIds());
    assertThat(seed(4).clean().length()).isEqualTo(27);
    assertThat(seed(4).cells().get("bisect").tried()).isEqualTo(right(4));
    assertThat(board.rows().get(0).clean().samples()).isNull();
  }

  @Test
  void the_smallest_distances_are_found_in_the_whole_domain_without_an_epsilon() {
    AttackCellResult result = result(5);
    assertThat(result.robust().count()).isZero();
    assertThat(result.norms()).anySatisfy(norm -> assertThat(norm).isGreaterThan(0.05));
  }

  @Test
  void answers_beyond_epsilon_count_as_nothing_found() {
    AttackCellResult result = result(6);
    assertThat(result.robust().count()).isPositive().isLessThan(result.robust().length());
    assertThat(result.norms()).allSatisfy(norm -> assertThat(norm).isLessThanOrEqualTo(0.2000002));
  }

  @Test
  void distances_of_samples_stand_beside_their_outcome_bits() {
    List<Double> stated = seed(6).distances().get("bisect");
    AttackCellResult result = result(6);
    for (int i = 0; i < stated.size(); i++) {
      boolean wrong = !seed(6).clean().get(i);
      boolean broken = !seed(6).worst().get(i);
      Double expected = wrong ? Double.valueOf(0) : broken ? result.norms().get(i) : null;
      assertThat(stated.get(i)).isEqualTo(expected);
    }
    assertThat(board(6).rows().get(0).distances().worst().unbroken())
        .isEqualTo(seed(6).worst().count());
    assertThat(seed(0).distances()).isNull();
    assertThat(board(0).rows().get(0).distances()).isNull();
  }

  @Test
  void kept_images_have_the_distance_of_the_result() {
    AttackCellResult result = result(5);
    try (KeptImages images = KeptImages.open(new RunFolder(run).adversarials(result.key()))) {
      assertThat(images.samples()).hasSize(result.attacked());
    }
  }

  @Test
  void a_targeted_board_and_the_untargeted_one_have_other_names() {
    assertThat(leaderboard.boards().stream().map(b -> b.threatModel().words()).toList())
        .containsExactly(
            "linf 0.25",
            "linf 0.25 targeted next",
            "linf 0.25 targeted each",
            "linf 0.25 targeted most-likely",
            "linf 0.25 targeted [1]",
            "linf minimum-distance",
            "l2 0.2 minimum-distance");
  }

  @Test
  void untargeted_threat_models_are_written_as_they_were_before_goals() {
    assertThat(CanonicalJson.write(new PlannedThreatModel("linf", 0.1)))
        .isEqualTo("{\"epsilon\":0.1,\"norm\":\"linf\"}");
  }
}
