package org.robustgrid.run.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.leaderboard.analysis.AnalysisResult;
import org.robustgrid.leaderboard.analysis.Subject;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.run.cell.AnalysisCell;
import org.robustgrid.run.cell.AnalysisCellResult;
import org.robustgrid.run.cell.Cell;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.cell.CleanCell;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.cell.ModelResult;
import org.robustgrid.run.cell.TrainingCell;
import org.robustgrid.run.plan.CellKeys;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.Grids;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.Profiles;

/** On a folder made of results that nobody computed. */
class GarbageCollectionTest {

  private static final ExecutionProfile PROFILE = Profiles.portable();
  private static final String OTHER = "0".repeat(64);

  @TempDir Path root;
  private RunFolder folder;
  private FolderStore store;
  private RunManifest manifest;

  @BeforeEach
  void begin() {
    folder = new RunFolder(root);
    store = new FolderStore(folder);
    manifest = new RunManifest(Grids.plan(Grids.SMALL), PROFILE);
    manifest.write(folder);
  }

  private static ModelResult model(String key) {
    return new ModelResult(key, "w" + key, "f", "", List.of(), Map.of(), false, false, 1);
  }

  private void train(GridPlan plan) {
    CellKeys keys = new CellKeys(plan, PROFILE);
    for (PlannedModel model : plan.models()) {
      store.put(model(new TrainingCell(model).key(keys)));
      String clean = new CleanCell(model).key(keys, "w" + new TrainingCell(model).key(keys));
      store.put(new CleanResult(clean, List.of(), Bits.of(""), List.of(), List.of(), 1));
    }
  }

  private static Path write(Path file) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, "0123456789");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<String> garbage() {
    return new GarbageCollection(folder, List.of(manifest))
        .find(false).stream().map(GarbageCollection.Item::name).toList();
  }

  @Test
  void finds_nothing_where_every_result_is_needed() {
    train(manifest.plan());
    write(folder.logs().resolve("worker-1.log"));
    write(folder.root().resolve("index.html"));
    assertThat(garbage()).isEmpty();
  }

  @Test
  void finds_what_no_cell_of_the_grid_answers_to() {
    train(manifest.plan());
    store.put(model(OTHER));
    write(folder.modelZip(OTHER));
    write(folder.cell(OTHER));
    write(folder.adversarials(OTHER));
    write(folder.failure(OTHER));
    write(folder.checkpoints(OTHER).resolve("main/epoch-1.npz"));
    assertThat(garbage())
        .containsExactly(
            "adversarials/" + OTHER + ".npz",
            "cells/" + OTHER + ".json",
            "checkpoints/" + OTHER,
            "failures/" + OTHER + ".json",
            "models/" + OTHER);
  }

  @Test
  void keeps_what_a_further_grid_needs() {
    RunManifest wider =
        new RunManifest(Grids.plan(Grids.SMALL.replace("seeds: [0]", "seeds: [0, 1]")), PROFILE);
    train(wider.plan());
    assertThat(garbage()).hasSize(4);
    assertThat(new GarbageCollection(folder, List.of(manifest, wider)).find(false)).isEmpty();
  }

  private static AnalysisCellResult result(String key) {
    AnalysisResult content =
        new AnalysisResult("a", "A", Subject.board(), null, null, null, null, null, null, null);
    return new AnalysisCellResult(key, content, List.of(), "", 0, 0, 1, 1, null, null);
  }

  @Test
  void keeps_the_checks_that_the_models_answer_to() {
    manifest = new RunManifest(Grids.plan(Grids.SMALL.replace("checks: none\n", "")), PROFILE);
    manifest.write(folder);
    train(manifest.plan());
    Cells cells = new Cells(manifest.plan(), PROFILE, store);
    int checks = 0;
    for (Cell cell : cells.all()) {
      if (cell instanceof AnalysisCell && cells.key(cell).isPresent()) {
        store.put(result(cells.key(cell).orElseThrow()));
        checks++;
      }
    }
    assertThat(checks).isPositive();
    assertThat(garbage()).isEmpty();
    store.put(result(OTHER));
    assertThat(garbage()).containsExactly("cells/" + OTHER + ".json");
  }

  @Test
  void finds_what_was_set_aside_or_left_half_written() {
    write(folder.root().resolve("run.json.damaged-2"));
    write(folder.cells().resolve(OTHER + ".json.damaged"));
    write(folder.cells().resolve("." + OTHER + ".json-" + UUID.randomUUID() + ".part"));
    write(folder.artifacts().resolve("noise/" + OTHER + ".partial/a.npz"));
    assertThat(garbage()).hasSize(4);
  }

  @Test
  void keeps_results_and_artifacts_while_a_model_is_to_be_trained_again() {
    write(folder.cell(OTHER));
    write(folder.artifacts().resolve("noise/" + OTHER + "/a.npz"));
    assertThat(garbage()).isEmpty();
    train(manifest.plan());
    assertThat(garbage()).containsExactly("artifacts/noise/" + OTHER, "cells/" + OTHER + ".json");
  }

  @Test
  void touches_nothing_foreign() {
    train(manifest.plan());
    write(folder.root().resolve("thesis.tex.damaged"));
    write(folder.cells().resolve("mine.json"));
    write(folder.models().resolve("best/model.zip"));
    write(folder.models().resolve(OTHER + "/notes.txt"));
    assertThat(garbage()).isEmpty();
  }

  @Test
  void removes_what_it_found_from_folder_and_seal() {
    train(manifest.plan());
    Path cell = write(folder.cell(OTHER));
    Path zip = write(folder.modelZip(OTHER));
    try (RunLock lock = RunLock.acquire(folder)) {
      RunSeal.write(folder, lock);
      GarbageCollection garbage = new GarbageCollection(folder, List.of(manifest));
      List<GarbageCollection.Item> items = garbage.find(false);
      assertThat(items).extracting(GarbageCollection.Item::bytes).containsExactly(10L, 10L);
      garbage.remove(items, lock);
    }
    assertThat(cell).doesNotExist();
    assertThat(zip.getParent()).doesNotExist();
    assertThat(RunSeal.read(folder).orElseThrow().files().keySet())
        .contains("run.json")
        .noneMatch(name -> name.contains(OTHER));
  }
}
