package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.engine.model.NpzFile;
import org.robustgrid.report.html.HtmlReport;
import org.robustgrid.run.cell.TrainingCell;

@Tag("process")
class AttackCommandTest {

  @TempDir static Path shared;

  private static Path model;
  private static Path keptRun;

  /** An attack with all checks, whose run is kept. */
  private static CommandRun kept;

  @TempDir Path folder;

  private CommandRun call;

  @BeforeAll
  static void a_model_is_trained() throws IOException {
    FinishedRun run = new FinishedRun(shared);
    Path zip = run.folder().modelZip(run.cell(TrainingCell.class).key());
    model = Files.copy(zip, shared.resolve("digits.zip"));
    keptRun = shared.resolve("kept");
    kept = call(model, "--keep=" + keptRun);
  }

  private int attack(Path file, String... options) {
    call = call(file, options);
    return call.code();
  }

  private static CommandRun call(Path file, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("attack", "--model=" + file, "--attack=fgsm", "--norm=linf", "--threads=1"));
    arguments.add("--samples=20");
    arguments.addAll(List.of(options));
    if (arguments.stream().noneMatch(argument -> argument.startsWith("--epsilon"))) {
      arguments.add("--epsilon=8/255");
    }
    return CommandRun.of(arguments.toArray());
  }

  @Test
  void the_answer_names_the_model_the_attack_the_threat_model_and_the_samples() {
    assertThat(kept.code()).as(kept.err()).isZero();

    assertThat(kept.out())
        .contains(model.toString(), "deployed by the defense standard")
        .contains("the first 20 test samples of mnist-10k", "L∞, ε = 8/255", "fgsm")
        .containsPattern("checks +\\d+ made, no sign that the attack could not work")
        .doesNotContain("  ! ");
    assertThat(kept.err())
        .contains("reading the file of mnist-10k/digits.zip/0", "black-box-wins under linf")
        .doesNotContain("training");
  }

  @Test
  void a_model_whose_logits_are_probabilities_is_flagged_in_words() throws IOException {
    Path file = probabilities(folder.resolve("softmax.zip"));

    assertThat(attack(file)).as(call.err()).isZero();

    assertThat(call.out()).contains("  ! softmax-output: ", "They are probabilities", "flag");
  }

  @Test
  void checks_that_are_not_wanted_are_not_made_and_the_answer_says_so() throws IOException {
    Path file = probabilities(folder.resolve("softmax.zip"));

    assertThat(attack(file, "--checks=none")).as(call.err()).isZero();

    assertThat(call.out()).containsPattern("checks +none").doesNotContain("softmax-output");
    assertThat(call.err()).doesNotContain("checks under");
  }

  @Test
  void a_check_that_there_is_not_is_the_users_error() {
    assertThat(attack(model, "--checks", "zero-gradient,softmax")).isEqualTo(2);
    assertThat(call.err()).contains("--checks: there is no check 'softmax'", "softmax-output");
  }

  @Test
  void a_radius_is_needed_unless_the_smallest_distance_is_sought() {
    call = CommandRun.of("attack", "--model=" + model, "--attack=fgsm", "--norm=linf");
    assertThat(call.code()).isEqualTo(2);
    assertThat(call.err()).contains("--epsilon is missing: the goal 'untargeted' needs a radius");
  }

  @Test
  void an_attack_that_takes_longer_than_its_limit_says_what_allows_more() {
    assertThat(attack(model, "--checks=none", "--cell-minutes=0.00001")).isEqualTo(3);
    assertThat(call.err()).contains("exceeded its limit of 0.0 seconds", "--cell-minutes");
    assertThat(attack(model, "--cell-minutes=0")).isEqualTo(2);
    assertThat(call.err()).contains("--cell-minutes must be a number above 0, but is 0.0");
  }

  @Test
  void mistakes_of_goals_name_what_there_is() {
    assertThat(attack(model, "--goal=nearest")).isEqualTo(2);
    assertThat(call.err()).contains("there is no goal 'nearest'", "minimum-distance");
    assertThat(attack(model, "--goal=targeted")).isEqualTo(2);
    assertThat(call.err()).contains("a targeted goal needs 'target'", "least-likely");
    assertThat(attack(model, "--goal=targeted", "--target=10")).isEqualTo(2);
    assertThat(call.err()).contains("--target", "no class 10 to be a target", "0 to 9");
    assertThat(attack(model, "--goal=minimum-distance")).isEqualTo(2);
    assertThat(call.err())
        .contains("'fgsm' runs under linf untargeted/targeted", "these can: ", "fab");
  }

  @Test
  void a_targeted_attack_reports_how_many_targets_it_reached() {
    assertThat(attack(model, "--goal=targeted", "--target=next")).as(call.err()).isZero();
    assertThat(call.out())
        .contains("L∞, ε = 8/255, targeted (next)")
        .containsPattern("targets reached +\\d+\\.\\d % \\[.*\\] \\(\\d+ of \\d+\\)")
        .containsPattern("checks +none");
  }

  @Test
  void images_that_fool_the_model_are_kept_as_arrays() throws IOException {
    Path file = folder.resolve("kept.npz");

    assertThat(attack(model, "--keep=" + file, "--json", "--epsilon=0.2", "--checks=none"))
        .as(call.err())
        .isZero();

    JsonNode answer = new ObjectMapper().readTree(call.out());
    String outcomes = answer.path("outcomes").asText();
    Map<String, INDArray> arrays = NpzFile.read(file);
    int[] samples = arrays.get("samples").toIntVector();
    assertThat(samples).isNotEmpty();
    assertThat(arrays.get("images").shape()).containsExactly(samples.length, 1, 28, 28);
    for (int i = 0; i < samples.length; i++) {
      assertThat(outcomes.charAt(samples[i])).isEqualTo('0');
      assertThat(arrays.get("predictions").getInt(i)).isNotEqualTo(arrays.get("labels").getInt(i));
    }
    assertThat(call.err()).contains("written: " + file + ", " + samples.length + " images");
  }

  @Test
  void a_run_that_is_kept_passes_its_audit() {
    assertThat(keptRun.resolve(HtmlReport.FILE)).exists();
    CommandRun audit = CommandRun.of("audit", keptRun);
    assertThat(audit.code()).as(audit.out() + audit.err()).isZero();
  }

  @Test
  void a_path_that_cannot_hold_images_is_reported_before_any_attack() {
    assertThat(attack(model, "--keep=" + folder.resolve("missing/kept.npz"))).isEqualTo(2);
    assertThat(call.err())
        .contains("--keep: there is no folder " + folder.resolve("missing"))
        .doesNotContain("cells,");
  }

  /** Deeplearning4j's softmax stands before the last layer, which hands its result on. */
  private static Path probabilities(Path file) throws IOException {
    NativeLibrary.select();
    ConvolutionLayer first =
        new ConvolutionLayer.Builder(7, 7).stride(7, 7).nOut(4).activation(Activation.TANH).build();
    DenseLayer dense = new DenseLayer.Builder().nOut(10).activation(Activation.SOFTMAX).build();
    OutputLayer last =
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nOut(10)
            .activation(Activation.SOFTMAX)
            .build();
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .graphBuilder()
            .addInputs("images")
            .addLayer("first", first, "images")
            .addLayer("dense", dense, "first")
            .addLayer("last", last, "dense")
            .setOutputs("last")
            .setInputTypes(InputType.convolutionalFlat(28, 28, 1))
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    graph.getLayer("last").getParam("W").assign(Nd4j.eye(10));
    ModelSerializer.writeModel(graph, file.toFile(), false);
    return file;
  }
}
