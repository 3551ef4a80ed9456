package org.robustgrid.run.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.State;
import org.robustgrid.leaderboard.analysis.Figure;
import org.robustgrid.run.cell.ModelResult;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.IntegrityCheck;
import org.robustgrid.run.folder.RunFiles;
import org.robustgrid.run.folder.RunFolder;

/** A defense of two networks, one of which it trains by a loop of its own. */
@Tag("process")
class SeveralNetworksTest {

  private static final String GRID =
      """
      name: averaged
      checks: none
      datasets: [{id: clouds, samples: 40}]
      architectures: [dense]
      training: {epochs: 4, batch-size: 20, learning-rate: 0.05, validation: 0.1}
      threat-models: [{norm: linf, epsilon: 0.1}]
      defenses: [plain, averaged]
      attacks: [step]
      analyses: [epochs]
      seeds: [0]
      """;

  @TempDir static Path shared;
  private static RunFolder folder;
  private static RunOutcome outcome;

  @TempDir Path own;

  @BeforeAll
  static void runOnce() {
    folder = new RunFolder(shared.resolve("run"));
    outcome = Runs.run(GRID, shared.resolve("run"));
  }

  private static Row row(RunFolder run, String label) {
    return Runs.leaderboard(run.root()).boards().get(0).rows().stream()
        .filter(row -> row.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  private static ModelResult read(RunFolder run, Path model) {
    String key = model.getFileName().toString();
    return new FolderStore(run).get(key, ModelResult.class).orElseThrow();
  }

  /** The model with a further network. */
  private static ModelResult averaged(RunFolder run) throws IOException {
    try (var models = Files.list(run.models())) {
      return models
          .map(model -> read(run, model))
          .filter(result -> !result.networks().isEmpty())
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void it_is_trained_judged_and_attacked() {
    assertThat(outcome.failures()).isEmpty();
    Row row = row(folder, "averaged");
    assertThat(row.status()).isEqualTo(State.COMPLETE);
    assertThat(row.clean().rate()).isGreaterThan(0.8);
    // one question of the attack asks each network for its logits and for its gradient
    assertThat(row.passes().forward()).isEqualTo(4);
    assertThat(row.passes().backward()).isEqualTo(2);
  }

  @Test
  void its_networks_are_stored_and_hashed_with_the_model() throws IOException {
    ModelResult result = averaged(folder);
    assertThat(result.networks()).containsOnlyKeys("second");
    assertThat(folder.modelNetwork(result.key(), "second")).isRegularFile();
    assertThat(result.weightHash())
        .isNotEqualTo(row(folder, "plain").perSeed().get(0).weightHash());
    assertThat(row(folder, "averaged").perSeed().get(0).weightHash())
        .isEqualTo(result.weightHash());
  }

  @Test
  void every_file_of_its_run_is_known_by_its_name() {
    assertThat(RunFiles.list(folder).keySet())
        .anyMatch(name -> name.endsWith("network-second.zip"))
        .noneMatch(name -> RunFiles.kind(name) == RunFiles.Kind.FOREIGN);
  }

  @Test
  void an_analysis_reads_the_further_network_of_the_row_that_has_one() {
    assertThat(figure(row(folder, "averaged"))).hasValueSatisfying(d -> assertThat(d).isPositive());
    assertThat(figure(row(folder, "plain"))).isEmpty();
  }

  /** The distance between the weights of both networks. */
  private static Optional<Double> figure(Row row) {
    return row.analyses().get(0).figures().stream()
        .filter(figure -> figure.name().equals("second"))
        .map(Figure::value)
        .findFirst();
  }

  @Test
  void a_damaged_network_is_found_and_the_model_trained_anew() throws IOException {
    Path root = own.resolve("run");
    Runs.run(GRID, root);
    RunFolder run = new RunFolder(root);
    String key = averaged(run).key();
    String weights = averaged(run).weightHash();
    Path network = run.modelNetwork(key, "second");
    byte[] content = Files.readAllBytes(network);
    content[content.length / 2] ^= 1;
    Files.write(network, content);
    assertThat(new IntegrityCheck(run).find())
        .singleElement()
        .satisfies(damage -> assertThat(damage.files()).contains(network));
    assertThat(Runs.run(GRID, root).failures()).isEmpty();
    assertThat(new IntegrityCheck(run).find()).isEmpty();
    assertThat(averaged(run).weightHash()).isEqualTo(weights);
  }

  @Test
  void its_own_loop_resumes_from_its_checkpoints_after_its_worker_died() throws IOException {
    String dying = GRID.replace("plain, averaged", "{id: averaged, parameters: {dies: true}}");
    Path root = own.resolve("dying");
    Runs.run(dying, root);
    Runs.run(dying, root);
    RunFolder run = new RunFolder(root);
    assertThat(averaged(run).figures()).containsEntry("resumed", 1.0);
    assertThat(row(run, "averaged").status()).isEqualTo(State.COMPLETE);
    assertThat(row(folder, "averaged").perSeed().get(0).weightHash())
        .isEqualTo(averaged(run).weightHash());
    assertThat(run.checkpoints(averaged(run).key())).doesNotExist();
  }
}
