package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.robustgrid.base.yaml.YamlException;
import org.robustgrid.run.grid.GridFile;
import org.robustgrid.run.plan.GridPlanner;
import org.robustgrid.run.plugin.PluginRegistry;

/** What bundled plugins cannot do with the data at hand is a mistake of the grid. */
class GridFitTest {

  private static final String GRID =
      """
      name: fit
      datasets: [{id: idx, label: data, parameters: {train-images: tri, train-labels: trl, test-images: tei, test-labels: tel, classes: 2}}]
      architectures: [{id: mlp, parameters: {hidden: [4]}}]
      training: {epochs: 4, batch-size: 4, validation: 0}
      threat-models: [{norm: linf, epsilon: 0.1}]
      defenses: [standard]
      attacks: [fgsm]
      checks: none
      """;

  private static final String LINE =
      GRID.replaceAll("(?m)^datasets: .*$", "datasets: [{id: line-2d, label: data, samples: 10}]");

  private static final String ROWS =
      GRID.replace(
          "[standard]", "[standard, {id: standard, label: fewer, samples: 1, keep-epochs: [5]}]");

  @TempDir Path folder;

  @BeforeEach
  void writeData() {
    write(4, 8);
  }

  /** Square images of two classes in turn, as many to train on and 2 to test on. */
  private void write(int side, int training) {
    images("tri", training, side);
    labels("trl", training);
    images("tei", 2, side);
    labels("tel", 2);
  }

  private void images(String name, int count, int side) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + count * side * side);
    write(name, bytes.putInt(0x803).putInt(count).putInt(side).putInt(side));
  }

  private void labels(String name, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      bytes.put((byte) (i % 2));
    }
    write(name, bytes);
  }

  private void write(String name, ByteBuffer bytes) {
    try {
      Files.write(folder.resolve(name), bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> problems(String text) {
    YamlException e =
        catchThrowableOfType(
            YamlException.class,
            () ->
                new GridPlanner(PluginRegistry.fromClassPath())
                    .plan(GridFile.parse("g.yaml", text, folder)));
    return e == null ? List.of() : e.problems();
  }

  private void assertProblem(String text, String place, String... words) {
    assertThat(problems(text))
        .singleElement()
        .asString()
        .startsWith("g.yaml:" + place)
        .contains(words);
  }

  @Test
  void a_grid_that_fits_has_no_problem() {
    assertThat(problems(GRID)).isEmpty();
    assertThat(problems(LINE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|small-cnn|small-cnn needs images of at least 4x4 pixels, because it halves them 2 times",
        "4|{id: small-cnn, parameters: {channels: [2, 2, 2]}}|needs images of at least 8x8 pixels",
        "7|resnet-18|resnet-18 needs images of at least 8x8 pixels",
      })
  void images_too_small_for_an_architecture(int side, String architecture, String words) {
    write(side, 8);
    String text =
        GRID.replaceAll("(?m)^architectures: .*$", "architectures: [" + architecture + "]");
    assertProblem(text, "3:17 architectures[0]", words, "data set 'data'");
  }

  @Test
  void vectors_for_an_architecture_of_images() {
    String text = LINE.replaceAll("(?m)^architectures: .*$", "architectures: [small-cnn]");
    assertProblem(text, "3:17 architectures[0]", "the input shape is [2]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"apgd-dlr|apgd-dlr", "{id: pgd, parameters: {loss: dlr}}|pgd"})
  void two_classes_for_the_difference_of_logits_ratio(String attack, String label) {
    assertProblem(
        GRID.replace("[fgsm]", "[fgsm, " + attack + "]"),
        "7:17 attacks[1]",
        "attack '"
            + label
            + "' on data set 'data': the DLR loss needs at least 3 classes, but the"
            + " model has 2; use cross-entropy instead");
    assertThat(problems(GRID.replace("[fgsm]", "[apgd]"))).as("it leaves the loss out").isEmpty();
  }

  @Test
  void no_sample_left_to_train_on() {
    write(4, 1);
    assertProblem(
        GRID.replace("validation: 0", "validation: 0.5"),
        "4:50 training.validation",
        "there are no samples to train on: 'validation' of 0.5 takes all 1 of data set 'data'");
    write(4, 0);
    assertProblem(GRID, "2:47 datasets[0].parameters", "data set 'idx'", "tri holds no images");
  }

  @Test
  void no_sample_to_select_the_best_epoch_by() {
    assertProblem(
        GRID.replace("validation: 0", "validation: 0.01, select-best-epoch: true"),
        "4:75 training.select-best-epoch",
        "needs a validation split, but it is empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "crop-padding: 2|need images [channels, height, width]",
        "horizontal-flip: true|need images [channels, height, width]",
        "cutout: 1|need images [channels, height, width]",
      })
  void augmentation_of_vectors(String setting, String words) {
    assertProblem(LINE.replace("validation: 0", "validation: 0, " + setting), "4:", words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "crop-padding: 4|moves whole images of data set 'data' out of sight, which have 4x4 pixels",
        "'schedule: step, decay-epochs: [2, 5]'|'decay-epochs' has 5.0, but training ends after 4",
        "cutout: 4|may hide whole images of data set 'data', which have 4x4 pixels",
        "'schedule: step, decay-steps: [3, 9]'|'decay-steps' has 9, but training on data set 'data'"
            + " ends after 8 minibatches (4 epochs of 2)",
        "'schedule: step, decay-epochs: [2, 3], decay-factors: [0.1]'|but are 1 for 2",
        "'schedule: step, decay-epochs: [2], decay-steps: [3]'|give one of them",
        "'schedule: cosine, decay-steps: [3]'|but 'schedule' is 'cosine', which never decays",
        "'schedule: cosine, decay-epochs: [3]'|'decay-epochs' is for the schedule 'step'",
        "decay-factor: 0.5|'decay-factor' is for the schedule 'step'",
        "momentum: 0.9|'momentum' is for the optimizer 'sgd', but 'optimizer' is 'adam'; set it to",
        "nesterov: false|'nesterov' is for the optimizer 'sgd', but 'optimizer' is 'adam'",
        "crop-fill: grey|'crop-fill' is for random crops, but 'crop-padding' is 0",
        "weight-decay-on: all|'weight-decay-on' is for weight decay, but 'weight-decay' is 0",
        "average-decay: 1|expected a value >= 0, <= 0.999999",
        "label-smoothing: 1|expected a value >= 0, <= 0.999999",
        "crop-fill: white|expected one of black, grey, reflect",
        "weight-decay-on: bias|expected one of kernels, all",
        "warmup-epochs: 5|'warmup-epochs' are 5.0, but all 'epochs' are 4",
        "learning-rate: .inf|expected a finite number",
        "momentum: .nan|expected a value >= 0",
        "replays: 1000000000|more than 2147483647 updates",
      })
  void settings_that_do_not_go_together(String settings, String words) {
    assertProblem(GRID.replace("validation: 0", "validation: 0, " + settings), "4:", words);
  }

  @Test
  void a_row_with_another_optimizer_or_schedule_leaves_what_the_grid_says_of_its_own() {
    String sgd =
        "validation: 0, optimizer: sgd, momentum: 0.8, schedule: step, decay-epochs: [2], decay-factor: 0.5";
    String rows = "[standard, {id: standard, label: other, training: {%s}}]";
    String grid = GRID.replace("validation: 0", sgd);
    assertThat(
            problems(
                grid.replace(
                    "[standard]", String.format(rows, "optimizer: adam, schedule: constant"))))
        .isEmpty();
    assertThat(
            problems(
                grid.replace("[standard]", String.format(rows, "optimizer: adam, momentum: 0.8"))))
        .hasSize(1)
        .first()
        .asString()
        .contains("'momentum' is for the optimizer 'sgd'");
  }

  @Test
  void a_decay_at_the_end_of_training_is_no_mistake() {
    String step = "validation: 0, schedule: step, decay-epochs: [2.5, 4]";
    assertThat(problems(GRID.replace("validation: 0", step))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pag|{classes-per-step: 3}|'classes-per-step' must be between 1 and 2, but is 3",
        "sbg-pag|{classes-per-step: 3}|'classes-per-step' must be between 1 and 2, but is 3",
        "robust-distillation|{teacher: t, manipulation: fix-k-permute, kept: 2}|'kept' is 2, but",
      })
  void too_few_classes_for_a_defense(String id, String parameters, String words) {
    String rows =
        "[{id: standard, label: t}, {id: " + id + ", label: row, parameters: " + parameters + "}]";
    assertProblem(
        GRID.replace("[standard]", rows),
        "6:38 defenses[1]",
        "defense 'row' on data set 'data': ",
        words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{id: sample-quality, parameters: {features: outptu}}|parameter 'features': the network of"
            + " the row 'standard' has no activation 'outptu'; it has dense1, relu1, output; did"
            + " you mean 'output'?",
        "{id: sample-quality, parameters: {network: fewer, features: no}}|the row 'fewer' has no",
        "{id: sample-quality, parameters: {network: nobody}}|parameter 'network': 'nobody' is"
            + " neither the label of a row (standard, fewer) nor a model file",
        "{id: energy-contours, parameters: {sample: 1}}|analysis 'energy-contours' on data set"
            + " 'data': sample is 1, but the row is evaluated on 1 test samples; choose one from 0",
        "'sample-quality, {id: generated-images, rows: [standard]}'|analysis 'sample-quality' reads"
            + " the results of 'generated-images', which is about standard alone; give both",
        "{id: logits-by-epoch, rows: [fewer]}|is of the epochs of the row 'fewer', of which none is"
            + " kept: 'keep-epochs' names [5], and its training has 4; name some of these",
      })
  void an_analysis_that_would_fail_after_the_training(String analysis, String words) {
    assertProblem(ROWS + "analyses: [" + analysis + "]\n", "9:", words);
  }

  @Test
  void an_analysis_that_fits_the_rows_that_it_is_about() {
    String analyses =
        """
        analyses:
          - {id: sample-quality, parameters: {network: fewer, features: dense1}}
          - {id: energy-contours, parameters: {sample: 1}, rows: [standard]}
          - {id: logits-by-epoch, rows: [standard]}
        """;
    assertThat(problems(ROWS + analyses)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2|''|'teacher-epoch' is 2, but of 't' the weights of the epochs [1, 4] of 4 are kept; name",
        "9|''|'teacher-epoch' is 9, but of 't' the weights of the epochs [1, 4] of 4 are kept",
        "5|'keep-epochs: all'|of 't' the weights of all 4 epochs are kept",
      })
  void an_epoch_of_a_teacher_that_is_not_kept(int epoch, String kept, String words) {
    String rows =
        "[{id: standard, label: t, %s}, {id: robust-distillation, parameters: {teacher: t,"
            + " teacher-epoch: %d}}]";
    String keep = kept.isEmpty() ? "keep-epochs: [1, 4]" : kept;
    assertProblem(GRID.replace("[standard]", String.format(rows, keep, epoch)), "6:", words);
    assertThat(problems(GRID.replace("[standard]", String.format(rows, keep, 4)))).isEmpty();
  }

  @Test
  void epochs_to_keep_beyond_the_end_of_a_training_are_told_at_a_dry_run() {
    assertThat(
            new GridPlanner(PluginRegistry.fromClassPath())
                .plan(GridFile.parse("g.yaml", ROWS, folder))
                .notes())
        .contains("'keep-epochs' of fewer names [5], but its training has 4 epochs");
  }

  @Test
  void a_class_without_training_images() {
    write(4, 1);
    assertProblem(
        GRID.replace("[standard]", "[pag]"), "6:12 defenses[0]", "class '1' has no training image");
  }

  @Test
  void chains_without_bounds() {
    assertProblem(LINE.replace("[standard]", "[jem]"), "6:12 defenses[0]", "has no bounds");
  }

  @ParameterizedTest
  @CsvSource({"linf, 8", "l2, 4.1"})
  void a_radius_beyond_the_box(String norm, String epsilon) {
    assertProblem(
        GRID.replace(
            "{norm: linf, epsilon: 0.1}", "{norm: " + norm + ", epsilon: " + epsilon + "}"),
        "5:17 threat-models[0]",
        "data set 'data'",
        "in units of the data, whose values are in 0.0 to 1.0 (8/255, not 8)");
    assertThat(problems(LINE.replace("linf, epsilon: 0.1", norm + ", epsilon: 99"))).isEmpty();
  }

  @Test
  void all_mistakes_are_reported_at_once() {
    write(1, 1);
    String text =
        GRID.replaceAll("(?m)^architectures: .*$", "architectures: [small-cnn]")
            .replace("validation: 0", "validation: 0.5")
            .replace("[fgsm]", "[apgd-dlr]");
    assertThat(problems(text)).hasSize(3);
  }

  @Test
  void the_command_reports_them_at_a_dry_run() throws IOException {
    Path grid = Files.writeString(folder.resolve("g.yaml"), GRID.replace("[fgsm]", "[apgd-dlr]"));
    CommandRun run = CommandRun.of("run", grid, "--dry-run", "--out", folder.resolve("out"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("g.yaml:7:11 attacks[0]", "at least 3 classes");
  }
}
