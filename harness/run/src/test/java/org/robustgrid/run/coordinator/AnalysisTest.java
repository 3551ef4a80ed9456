package org.robustgrid.run.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.engine.model.NpzFile;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.State;
import org.robustgrid.leaderboard.analysis.AnalysisResult;
import org.robustgrid.leaderboard.analysis.Figure;
import org.robustgrid.run.cell.AnalysisCell;
import org.robustgrid.run.folder.GarbageCollection;
import org.robustgrid.run.folder.IntegrityCheck;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.Grids;

/** A run with analyses of models, pairs and trainings, some of which misbehave. */
@Tag("process")
class AnalysisTest {

  private static final String GRID =
      Grids.analysed(
          Grids.SMALL
              .replace("label: short", "label: short, samples: 30")
              .replace("training: {epochs: 2}", "training: {epochs: 3}, keep-epochs: [3, 1, 9]"),
          """
              - measuring
              - comparing
              - {id: epochs, rows: [short]}
              - {id: measuring, label: nan, rows: [plain], parameters: {way: nan}}
              - {id: measuring, label: throws, rows: [plain], parameters: {way: throws}}
              - {id: measuring, label: hangs, rows: [plain], parameters: {way: hangs}}
              - {id: measuring, label: twice, rows: [plain], parameters: {way: twice}}
              - {id: measuring, label: nothing, rows: [plain], parameters: {way: nothing}}
              - {id: measuring, label: gradients, rows: [plain], parameters: {way: gradients}}
              - {id: measuring, label: undeclared, rows: [plain], parameters: {way: undeclared}}
              - {id: measuring, label: networks, rows: [plain], parameters: {way: networks}}
            limits: {cell-minutes: 0.15}
            """);

  @TempDir static Path shared;
  private static Path run;
  private static RunOutcome outcome;

  @BeforeAll
  static void runOnce() {
    run = shared.resolve("run");
    outcome = Runs.run(GRID, run);
  }

  private static Board board(int index) {
    return Runs.leaderboard(run).boards().get(index);
  }

  private static Row row(int board, String label) {
    return board(board).rows().stream()
        .filter(r -> r.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Double> figures(AnalysisResult result) {
    return result.figures().stream().collect(Collectors.toMap(Figure::name, Figure::value));
  }

  private static AnalysisResult only(List<AnalysisResult> results, String id) {
    return results.stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void an_analysis_sees_what_the_leaderboard_shows() {
    Row row = row(0, "plain");
    AnalysisResult measured = only(row.analyses(), "measuring");
    assertThat(measured.subject().words()).isEqualTo("plain");
    int correct = row.perSeed().get(0).clean().count();
    assertThat(figures(measured)).containsEntry("correct", (double) correct);
    assertThat(figures(measured).get("trained on")).isEqualTo(180);
    int survivors = row(1, "plain").perSeed().get(0).attacks().get("step-3").count();
    assertThat(measured.series())
        .filteredOn(series -> series.name().equals("step-3 0.3"))
        .singleElement()
        .satisfies(series -> assertThat(series.y()).containsExactly((double) survivors));
    assertThat(figures(measured).get("kept by step-3 at 0.3")).isEqualTo(correct - survivors);
  }

  @Test
  void an_analysis_made_once_is_on_the_first_board_only() {
    assertThat(row(1, "plain").analyses()).isEmpty();
  }

  @Test
  void pairs_are_compared_on_each_board_on_the_samples_of_both() {
    for (int i = 0; i < 2; i++) {
      AnalysisResult compared = only(board(i).analyses(), "comparing");
      assertThat(compared.subject().words()).isEqualTo("plain and short");
      assertThat(figures(compared)).containsEntry("boards", 1.0);
    }
  }

  @Test
  void the_epochs_of_a_training_are_kept_for_an_analysis() {
    Map<String, Double> distances = figures(only(row(0, "short").analyses(), "epochs"));
    assertThat(distances)
        .as("those of the grid's that there are")
        .containsOnlyKeys("epoch 1", "epoch 3")
        .containsEntry("epoch 3", 0.0);
    assertThat(distances.get("epoch 1")).isPositive();
  }

  @Test
  void an_analysis_that_fails_flags_the_row_with_its_reason() {
    Map<String, String> reasons =
        row(0, "plain").flags().stream()
            .filter(flag -> flag.kind().equals("failed-analysis"))
            .map(Flag::message)
            .collect(Collectors.toMap(m -> m.split(" ")[3].replace(":", ""), m -> m));
    assertThat(reasons.get("nan"))
        .contains("figure 'broken' has the value NaN", "leave out", "MeasuringProvider.analyse");
    assertThat(reasons.get("throws")).contains("nothing works", "MeasuringProvider");
    assertThat(reasons.get("hangs")).contains("limit");
    assertThat(reasons.get("twice")).contains("names the figure 'same' twice");
    assertThat(reasons.get("nothing")).contains("returned nothing");
    assertThat(reasons.get("gradients"))
        .contains("declared that it needs SCORES and asked for GRADIENTS");
    assertThat(reasons.get("undeclared")).contains("validation samples", "samples(VALIDATION)");
    assertThat(reasons.get("networks")).contains("a further network", "declare activations()");
    assertThat(reasons).hasSize(8);
    assertThat(outcome.failures()).hasSize(8);
    assertThat(outcome.resultsComplete()).isTrue();
    assertThat(row(0, "plain").status()).isEqualTo(State.COMPLETE);
  }

  @Test
  void image_sets_lie_in_the_folder_and_are_watched() throws IOException {
    RunFolder folder = new RunFolder(run);
    AnalysisResult measured = only(row(0, "plain").analyses(), "measuring");
    Path file = folder.root().resolve(measured.imageSets().get(0).file());
    assertThat(NpzFile.read(file).get("origins-images").shape()).containsExactly(2, 2);
    assertThat(new IntegrityCheck(folder).find()).isEmpty();
    byte[] before = Files.readAllBytes(file);
    byte[] changed = before.clone();
    changed[60]++;
    Files.write(file, changed);
    assertThat(new IntegrityCheck(folder).find())
        .singleElement()
        .satisfies(damage -> assertThat(damage.what()).contains("was changed"));
    Files.write(file, before);
    List<RunManifest> grids = List.of(RunManifest.read(folder));
    assertThat(new GarbageCollection(folder, grids).find(false))
        .noneMatch(item -> item.name().startsWith("image-sets"));
  }

  @Test
  void a_picture_is_drawn_of_the_first_seed_of_each_row() {
    String grid = Grids.analysed(Grids.SMALL, "  - picturing\n");
    GridPlan plan = Grids.plan(grid.replace("seeds: [0]", "seeds: [3, 1]"));
    List<String> pictured =
        plan.rows().stream()
            .flatMap(model -> AnalysisCell.of(plan, model).stream())
            .filter(cell -> cell.analysis().label().equals("picturing"))
            .map(cell -> cell.model().row() + " " + cell.model().seed())
            .toList();
    assertThat(pictured).containsExactly("plain 3", "short 3");
  }

  @Test
  void a_finished_run_computes_what_is_new_alone() {
    Path root = shared.resolve("again");
    String grid = Grids.analysed(Grids.SMALL, "  - comparing\n");
    Runs.run(Grids.SMALL, root);
    RunOutcome again = Runs.run(grid, root);
    assertThat(again.failures()).isEmpty();
    assertThat(again.computed()).as("a pair on two boards, two planes").isEqualTo(4);
    assertThat(Runs.run(grid, root).computed()).isZero();
  }
}
