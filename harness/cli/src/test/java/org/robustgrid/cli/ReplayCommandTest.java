package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.run.cell.AnalysisCell;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.CleanCell;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.cell.TrainingCell;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.RunFiles;
import org.robustgrid.run.folder.RunFolder;

/** Cells of one small run, computed again. */
@Tag("process")
class ReplayCommandTest {

  @TempDir static Path shared;
  private static FinishedRun finished;
  private static RunFolder run;

  @BeforeAll
  static void runOnce() throws IOException {
    finished = new FinishedRun(shared);
    run = finished.folder();
  }

  @Test
  void an_attack_gives_the_same_again_named_by_words_or_key() {
    FinishedRun.Found attack = finished.cell(AttackCell.class);
    Map<String, Path> before = RunFiles.list(run);
    assertThat(finished.call("replay", run.root(), attack.name())).as(finished.err()).isZero();
    assertThat(finished.out())
        .startsWith("fgsm at linf 0.1 on mnist-10k/standard/0 (")
        .contains("equal bit by bit", "kept images included");
    assertThat(RunFiles.list(run)).isEqualTo(before);
    String key = attack.key().substring(0, 12);
    assertThat(finished.call("replay", run.manifest(), key)).isZero();
    assertThat(finished.err()).isEmpty();
  }

  @Test
  void a_training_gives_the_same_weights_again() {
    String key = finished.cell(TrainingCell.class).key();
    assertThat(finished.call("replay", run.root(), key)).as(finished.err()).isZero();
    assertThat(finished.out()).contains("training mnist-10k/standard/0", "equal bit by bit");
  }

  @Test
  void checks_find_the_same_again() {
    assertThat(finished.call("replay", run.root(), finished.cell(AnalysisCell.class).key()))
        .as(finished.err())
        .isZero();
    assertThat(finished.out()).contains(" of mnist-10k/standard/0", "equal bit by bit");
  }

  @Test
  void a_result_that_was_forged_differs() throws IOException {
    FinishedRun.Found clean = finished.cell(CleanCell.class);
    FolderStore store = new FolderStore(run);
    CleanResult result = store.get(clean.key(), CleanResult.class).orElseThrow();
    byte[] original = Files.readAllBytes(run.cell(clean.key()));
    Bits better = Bits.of(result.correct().length(), i -> true);
    store.put(
        new CleanResult(
            clean.key(),
            result.predictions(),
            better,
            result.agreement(),
            result.notFinite(),
            result.seconds()));
    assertThat(finished.call("replay", run.root(), clean.key())).isEqualTo(1);
    assertThat(finished.out()).contains(": differs", "correct: stored '" + better + "', now '");
    assertThat(finished.err()).contains("the stored result was changed");
    Files.write(run.cell(clean.key()), original);
  }

  @Test
  void without_a_cell_the_cells_are_listed() {
    assertThat(finished.call("replay", run.root())).isZero();
    assertThat(finished.out().lines().toList()).hasSize(12);
    assertThat(finished.out())
        .contains(finished.cell(CleanCell.class).key().substring(0, 12))
        .contains("clean accuracy of mnist-10k/standard/0");
  }

  @Test
  void a_cell_that_there_is_not_is_the_users_error() {
    assertThat(finished.call("replay", run.root(), "nonesuch")).isEqualTo(2);
    assertThat(finished.err())
        .contains("no cell of " + run.root() + " answers to 'nonesuch'")
        .contains("robustgrid replay");
    assertThat(finished.call("replay", shared, "0")).isEqualTo(2);
    assertThat(finished.err()).contains("holds no run");
  }
}
