package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.AttackCellResult.Aim;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.RunFiles;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunSeal;
import org.robustgrid.spi.attack.Goal;

/** A targeted board and one of minimum distance, computed in two shards and merged. */
@Tag("process")
class GoalRunTest {

  @TempDir static Path shared;
  private static Path grid;
  private static FinishedRun merged;
  private static RunFolder run;

  private final SortedMap<Path, byte[]> original = new TreeMap<>();

  @BeforeAll
  static void runOnce() throws IOException {
    grid =
        FinishedRun.gridOf(
            shared,
            "[{norm: linf, epsilon: 0.2, goal: targeted, target: next},"
                + " {norm: linf, goal: minimum-distance}]",
            """
            attacks: [{id: pgd, parameters: {steps: 5}}, {id: fab, parameters: {steps: 5}}]
            seeds: [0, 1]
            checks: none
            """);
    Path a = shared.resolve("a");
    Path b = shared.resolve("b");
    run = new RunFolder(shared.resolve("merged"));
    merged = FinishedRun.of(run);
    // a shard alone leaves the other seed out
    assertThat(merged.call("run", grid, "--out", a, "--shard", "1/2", "--workers", 1)).isIn(0, 3);
    assertThat(merged.call("run", grid, "--out", b, "--shard", "2/2", "--workers", 1)).isIn(0, 3);
    assertThat(merged.call("merge", a, b, "--out", run.root())).as(merged.err()).isZero();
    assertThat(merged.call("run", grid, "--out", run.root())).as(merged.err()).isZero();
    assertThat(merged.err()).contains("0 cells computed");
  }

  @BeforeEach
  void remember() throws IOException {
    for (Path file : RunFiles.list(run).values()) {
      original.put(file, Files.readAllBytes(file));
    }
  }

  @AfterEach
  void restore() throws IOException {
    for (Path file : original.keySet()) {
      Files.write(file, original.get(file));
    }
  }

  private static FinishedRun.Found attack(Goal.Kind goal) {
    return merged.cell(
        cell -> cell instanceof AttackCell attack && attack.threatModel().kind() == goal);
  }

  private static AttackCellResult result(FinishedRun.Found cell) {
    return new FolderStore(run).get(cell.key(), AttackCellResult.class).orElseThrow();
  }

  /** Stores a result with other norms and targets, with the seals of one that was computed. */
  private static void forge(AttackCellResult r, List<Double> norms, Aim aim) throws IOException {
    Files.delete(run.seal());
    new FolderStore(run)
        .put(
            new AttackCellResult(
                r.key(),
                r.predictions(),
                r.robust(),
                norms,
                r.agreement(),
                r.notFinite(),
                r.vanished(),
                r.attacked(),
                r.forward(),
                r.backward(),
                r.adversarialsHash(),
                r.seconds(),
                r.modelSeconds(),
                r.microBatch(),
                aim,
                r.foundBy()));
    merged.call("report", run.root());
    try (RunLock lock = RunLock.acquire(run)) {
      RunSeal.write(run, lock);
    }
  }

  private static <T> List<T> with(List<T> values, int index, T value) {
    List<T> changed = new ArrayList<>(values);
    changed.set(index, value);
    return changed;
  }

  @Test
  void merged_shards_have_the_distances_and_the_targets_of_every_seed() throws IOException {
    JsonNode boards =
        new ObjectMapper().readTree(run.root().resolve("leaderboard.json").toFile()).path("boards");
    JsonNode targeted = boards.get(0).at("/rows/0");
    JsonNode nearest = boards.get(1).at("/rows/0");
    for (int seed = 0; seed < 2; seed++) {
      assertThat(targeted.at("/perSeed/" + seed + "/cells/pgd/tried").asInt()).isPositive();
      assertThat(nearest.at("/perSeed/" + seed + "/distances/fab")).hasSize(20);
    }
    assertThat(nearest.path("status").asText()).isEqualTo("complete");
    assertThat(nearest.at("/distances/worst/median").asDouble()).isPositive();
  }

  @Test
  void cells_of_every_goal_give_the_same_again() {
    for (Goal.Kind goal : List.of(Goal.Kind.TARGETED, Goal.Kind.MINIMUM_DISTANCE)) {
      FinishedRun.Found cell = attack(goal);
      assertThat(cell.name()).contains(goal.id());
      assertThat(merged.call("replay", run.root(), cell.name())).as(merged.err()).isZero();
      assertThat(merged.out()).contains("equal bit by bit", "kept images included");
    }
  }

  @Test
  void an_audit_of_results_as_they_were_computed_passes() {
    assertThat(merged.call("audit", run.root())).as(merged.out()).isZero();
  }

  @Test
  void a_distance_that_was_made_larger_is_found() throws IOException {
    FinishedRun.Found cell = attack(Goal.Kind.MINIMUM_DISTANCE);
    AttackCellResult result = result(cell);
    int sample = result.norms().indexOf(result.norms().stream().max(Double::compare).orElseThrow());
    double stated = 2 * result.norms().get(sample);
    forge(result, with(result.norms(), sample, stated), null);
    assertThat(merged.call("audit", run.root(), "--fast")).as(merged.err()).isEqualTo(1);
    assertThat(merged.out())
        .contains("the image of sample " + sample + " is at distance")
        .contains("but its result says " + stated);
  }

  @Test
  void a_target_that_the_rule_does_not_choose_is_found() throws IOException {
    FinishedRun.Found cell = attack(Goal.Kind.TARGETED);
    AttackCellResult result = result(cell);
    int sample = 0;
    while (!result.aimed(sample) || !result.robust().get(sample)) {
      sample++;
    }
    int other = (result.decisive(sample, -1) + 1) % 10;
    Aim aim = result.aim();
    forge(
        result,
        result.norms(),
        new Aim(with(aim.targets(), sample, other), aim.tried(), aim.reached()));
    assertThat(merged.call("audit", run.root(), "--fast")).as(merged.err()).isEqualTo(1);
    assertThat(merged.out())
        .contains("states target " + other + " of sample " + sample)
        .contains("which linf 0.2 targeted next does not choose");
  }
}
