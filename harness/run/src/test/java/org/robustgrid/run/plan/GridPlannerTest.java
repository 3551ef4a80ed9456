package org.robustgrid.run.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.base.files.CanonicalJson;
import org.robustgrid.base.yaml.YamlException;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.formats.ModelFormats;
import org.robustgrid.run.cell.Cells;

@Tag("process")
class GridPlannerTest {

  @Test
  void a_plan_holds_later_training_keys_only_where_they_are_not_at_their_defaults() {
    GridPlan plain = Grids.plan(Grids.SMALL);
    assertThat(plain.models().get(0).training())
        .containsOnlyKeys(
            "epochs",
            "batch-size",
            "optimizer",
            "learning-rate",
            "momentum",
            "schedule",
            "decay-epochs",
            "decay-factor",
            "warmup-epochs",
            "weight-decay",
            "gradient-clip",
            "crop-padding",
            "horizontal-flip",
            "replays",
            "select-best-epoch",
            "validation");

    String keys =
        "optimizer: sgd, nesterov: true, cutout: 0, average-decay: 0.9, decay-steps: [], epochs: 4";
    GridPlan given = Grids.plan(Grids.SMALL.replace("epochs: 4", keys));
    assertThat(given.models().get(0).training())
        .containsEntry("average-decay", 0.9)
        .doesNotContainKeys("nesterov", "cutout", "decay-steps");
  }

  @TempDir Path folder;

  private List<String> problems(String yaml) {
    YamlException e = catchThrowableOfType(YamlException.class, () -> Grids.plan(yaml, folder));
    assertThat(e).as("the grid should be refused").isNotNull();
    return e.problems();
  }

  private static String with(String old, String replacement) {
    assertThat(Grids.SMALL).contains(old);
    return Grids.SMALL.replace(old, replacement);
  }

  @Test
  void plans_a_model_for_every_defense_and_seed() {
    GridPlan plan = Grids.plan(with("seeds: [0]", "seeds: [0, 1]"));
    assertThat(plan.models())
        .extracting(PlannedModel::id)
        .containsExactly("clouds/plain/0", "clouds/plain/1", "clouds/short/0", "clouds/short/1");
  }

  @Test
  void resolves_defaults_into_the_plan() {
    GridPlan plan = Grids.plan(Grids.SMALL);
    assertThat(plan.attack("step").plugin().parameters()).containsEntry("steps", 1L);
    assertThat(plan.model("clouds/short/0").training())
        .containsEntry("epochs", 2L)
        .containsEntry("optimizer", "adam");
  }

  @Test
  void survives_json() {
    GridPlan plan = Grids.plan(Grids.SMALL);
    String json = CanonicalJson.write(plan);
    assertThat(CanonicalJson.write(CanonicalJson.read(json, GridPlan.class))).isEqualTo(json);
  }

  @Test
  void reports_all_mistakes_at_once() {
    String yaml =
        """
        name: bad
        datasets: [{id: clouds, samples: 61}]
        architectures: [{id: dense, parameters: {width: wide}}]
        training: {epochs: 0, batchsize: 3}
        threat-models: [{norm: linf, epsilon: -0.1}, {norm: l7, epsilon: 1}]
        defenses: [magic, plain, plain]
        attacks: [{id: step, parameters: {stps: 3}}]
        colour: blue
        """;
    assertThat(problems(yaml))
        .anyMatch(p -> p.contains("unknown key 'colour'") && p.contains("threat-models"))
        .anyMatch(p -> p.contains("expected 1 to 60 samples") && p.contains("found 61"))
        .anyMatch(p -> p.contains("'width'") && p.contains("expected a whole number"))
        .anyMatch(p -> p.contains("'epochs'") && p.contains(">= 1"))
        .anyMatch(p -> p.contains("unknown parameter 'batchsize'") && p.contains("batch-size"))
        .anyMatch(p -> p.contains("epsilon must be finite and at least 0, found -0.1"))
        .anyMatch(p -> p.contains("unknown norm 'l7'"))
        .anyMatch(
            p -> p.contains("unknown defense 'magic'") && p.contains("plain, reading, student"))
        .anyMatch(p -> p.contains("the defense label 'plain' occurs twice"))
        .anyMatch(p -> p.contains("unknown parameter 'stps'") && p.contains("steps"));
  }

  @Test
  void reports_all_mistakes_of_goals_at_once() {
    String yaml =
        with(
            "  - {norm: linf, epsilon: 0.3}\n",
            """
              - {norm: linf, epsilon: 0.1, goal: nearest}
              - {norm: linf, epsilon: 0.1, goal: targeted}
              - {norm: linf, epsilon: 0.1, goal: targeted, target: farthest}
              - {norm: linf, epsilon: 0.1, goal: targeted, target: each}
              - {norm: linf, epsilon: 0.1, goal: targeted, target: [0, 2, 0]}
              - {norm: linf, epsilon: 0.1, goal: targeted, target: []}
              - {norm: linf, epsilon: 0.1, target: next}
              - {norm: linf, goal: minimum-distance, target: next}
              - {norm: linf, goal: untargeted}
              - {norm: l0, epsilon: 1.5}
            """);
    assertThat(problems(yaml))
        .anyMatch(
            p ->
                p.contains("there is no goal 'nearest'")
                    && p.contains("untargeted, targeted, minimum-distance"))
        .anyMatch(p -> p.contains("a targeted goal needs 'target'") && p.contains("least-likely"))
        .anyMatch(p -> p.contains("there is no rule 'farthest'") && p.contains("a list of classes"))
        .anyMatch(p -> p.contains("'each'") && p.contains("2 classes") && p.contains("untargeted"))
        .anyMatch(p -> p.contains("no class 2 to be a target") && p.contains("0 to 1"))
        .anyMatch(p -> p.contains("the class 0 occurs twice"))
        .anyMatch(p -> p.contains("at least one class under 'target'"))
        .anyMatch(p -> p.contains("the goal is 'untargeted'") && p.contains("remove 'target'"))
        .anyMatch(p -> p.contains("the goal is 'minimum-distance'"))
        .anyMatch(p -> p.contains("missing here: epsilon"))
        .noneMatch(p -> p.contains("threat model linf 0.1 occurs twice"))
        .anyMatch(p -> p.contains("under l0") && p.contains("whole number, found 1.5"));
  }

  @Test
  void a_goal_that_no_attack_can_be_after_is_refused_with_those_that_can() {
    String yaml =
        with("  - {norm: linf, epsilon: 0.3}\n", "  - {norm: linf, goal: minimum-distance}\n");
    assertThat(problems(yaml))
        .singleElement()
        .asString()
        .contains("no attack of the grid runs under linf minimum-distance")
        .contains("'step' runs under linf untargeted")
        .contains("these can: bisect");
  }

  @Test
  void an_attack_runs_under_the_goals_that_it_declares_for_a_norm() {
    GridPlan plan =
        Grids.plan(
            with("  - step\n", "  - bisect\n")
                .replace(
                    "  - {norm: linf, epsilon: 0.3}\n",
                    "  - {norm: l2, goal: minimum-distance}\n"));
    assertThat(plan.attack("bisect").runsUnder(new PlannedThreatModel("l2", 0.1))).isFalse();
    assertThat(plan.attack("bisect").runsUnder(plan.threatModels().get(1))).isTrue();
    assertThat(plan.threatModels().get(1).threatModel().bounded()).isFalse();
    assertThat(plan.notes()).anyMatch(n -> n.contains("not run under l2 minimum-distance: step-3"));
  }

  @Test
  void a_goal_that_does_not_fit_an_attacks_parameters_is_refused() {
    String yaml =
        with("  - step\n", "  - {id: bisect, parameters: {steps: 1}}\n")
            .replace("epsilon: 0.3}", "epsilon: 0.3, goal: targeted, target: next}");
    assertThat(problems(yaml))
        .anyMatch(p -> p.contains("attack 'bisect'") && p.contains("a single step"));
  }

  @Test
  void samples_whose_only_target_is_their_own_class_are_left_out_and_counted() {
    GridPlan plan =
        Grids.plan(
            with("  - step\n", "  - bisect\n")
                .replace("epsilon: 0.3}", "epsilon: 0.3, goal: targeted, target: [1]}"));
    assertThat(plan.notes())
        .anyMatch(
            n -> n.contains("left out under linf 0.3 targeted [1]: 20 of 40 samples of clouds"));
  }

  @Test
  void plans_a_certification() {
    GridPlan plan = Grids.plan(Grids.SMALL + "certification: {radii: [0.25, 1], samples: 20}\n");
    assertThat(plan.certification().radii()).containsExactly(0.25, 1.0);
    assertThat(plan.certification().samplesOf(plan.models().get(0), plan.dataset("clouds")))
        .isEqualTo(20);
  }

  @Test
  void certifies_all_samples_where_the_grid_names_none() {
    GridPlan plan = Grids.plan(Grids.SMALL + "certification: {radii: [0.25]}\n");
    assertThat(plan.certification().samplesOf(plan.models().get(0), plan.dataset("clouds")))
        .isEqualTo(40);
  }

  @Test
  void lists_the_certificates_of_defenses_that_promise_them() {
    String yaml = with("  - plain\n", "  - plain\n  - certifying\n");
    String certified = yaml + "certification: {radii: [0.25]}\n";
    assertThat(Cells.planned(Grids.plan(yaml))).noneMatch(c -> c.what().equals("certification"));
    assertThat(Cells.planned(Grids.plan(certified)))
        .filteredOn(c -> c.what().equals("certification"))
        .singleElement()
        .extracting(c -> c.model().id())
        .isEqualTo("clouds/certifying/0");
  }

  @Test
  void notes_a_certification_of_nothing() {
    assertThat(Grids.plan(Grids.SMALL + "certification: {radii: [0.25]}\n").notes())
        .containsExactly("nothing is certified: no defense of the grid issues certificates");
  }

  @Test
  void reports_all_mistakes_of_a_certification() {
    assertThat(problems(Grids.SMALL + "certification: {radii: [0.5, 0.5, 0, much], samples: 41}\n"))
        .anyMatch(p -> p.contains("radii must ascend without repetition, found 0.5 after 0.5"))
        .anyMatch(p -> p.contains("a radius must be finite and above 0, found 0.0"))
        .anyMatch(
            p ->
                p.contains(
                    "radii[3]: expected a number, or a fraction such as 8/255, found 'much'"))
        .anyMatch(p -> p.contains("'clouds' has 40 samples in this grid, found 41"));
    assertThat(problems(Grids.SMALL + "certification: {samples: 0}\n"))
        .anyMatch(p -> p.contains("missing here: radii"))
        .anyMatch(p -> p.contains("expected at least 1 under 'samples', found 0"));
  }

  @Test
  void says_line_column_and_key_of_a_mistake() {
    assertThat(problems(with("{steps: 3}", "{steps: many}")))
        .containsExactly(
            "grid.yaml:13:51 attacks[1].parameters.steps: parameter 'steps': expected a whole"
                + " number, but found 'many'");
  }

  @Test
  void reports_wrong_types() {
    assertThat(problems(with("seeds: [0]", "seeds: [zero]")))
        .anyMatch(p -> p.contains("seeds[0]") && p.contains("expected a whole number"));
    assertThat(problems(with("attacks:\n  - step\n", "attacks:\n  - [step]\n")))
        .anyMatch(p -> p.contains("attacks[0]") && p.contains("expected an id or a mapping"));
    assertThat(problems(with("{epochs: 2}", "fast")))
        .anyMatch(p -> p.contains("defenses[1].training") && p.contains("expected a mapping"));
  }

  @Test
  void reports_what_is_no_yaml() {
    assertThat(problems("name: [unclosed")).singleElement().asString().contains("not YAML");
    assertThat(problems(with("seeds: [0]", "name: b"))).singleElement().asString().contains("name");
    assertThat(problems("")).anyMatch(p -> p.contains("expected a mapping"));
  }

  @Test
  void passes_on_what_the_plugin_says_about_a_value_combination() {
    assertThat(
            problems(with("  - step\n", "  - {id: misbehaving, parameters: {way: impossible}}\n")))
        .singleElement()
        .asString()
        .contains("misbehaving: 'impossible' cannot be combined");
  }

  @Test
  void refuses_a_board_without_attacks_and_notes_a_skipped_attack() {
    assertThat(problems(with("{norm: linf, epsilon: 0.3}", "{norm: l2, epsilon: 0.3}")))
        .anyMatch(p -> p.contains("no attack of the grid runs under l2 0.3"));
    GridPlan plan =
        Grids.plan(
            with("{norm: linf, epsilon: 0.3}", "{norm: l2, epsilon: 0.3}")
                .replace("  - step\n", "  - step\n  - misbehaving\n"));
    assertThat(plan.notes()).containsExactly("not run under l2 0.3: step, step-3");
  }

  @Test
  void refuses_a_norm_the_attack_does_not_support() {
    assertThat(problems(with("  - step\n", "  - {id: step, norms: [l2]}\n")))
        .anyMatch(p -> p.contains("'step' does not support norm 'l2', it supports linf"));
  }

  @Test
  void refuses_a_model_file_that_is_missing_or_no_model() throws IOException {
    Files.writeString(folder.resolve("text.zip"), "this is no zip");
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(folder.resolve("other.zip")))) {
      zip.putNextEntry(new ZipEntry("readme.txt"));
    }
    String rows =
        "  - plain\n"
            + "  - {id: plain, label: a, model: gone.zip}\n"
            + "  - {id: plain, label: b, model: text.zip}\n"
            + "  - {id: plain, label: c, model: other.zip}\n";
    assertThat(problems(with("  - plain\n", rows)))
        .anyMatch(p -> p.contains("there is no model file") && p.contains("gone.zip"))
        .anyMatch(p -> p.contains("text.zip is not an intact zip file"))
        .anyMatch(p -> p.contains("other.zip is a zip, but not a Deeplearning4j model"));
  }

  private void model(String name, String configuration) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      zip.putNextEntry(new ZipEntry("configuration.json"));
      zip.write(configuration.getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("coefficients.bin"));
      zip.write(NO_COEFFICIENTS);
    }
  }

  /** An array of ND4J without values. */
  private static final byte[] NO_COEFFICIENTS = coefficients("FLOAT", 0);

  private static byte[] coefficients(String type, long claimed) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF("MIXED_DATA_TYPES");
      out.writeLong(0);
      out.writeUTF("LONG");
      out.writeUTF("MIXED_DATA_TYPES");
      out.writeLong(claimed);
      out.writeUTF(type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String dense(int inputs, int classes) {
    return """
        {"networkInputs": ["in"], "networkOutputs": ["out"],
         "vertexInputs": {"hidden": ["in"], "out": ["hidden"]},
         "vertices": {
           "hidden": {"preProcessor": null,
             "layerConf": {"layer": {"@class": "a.b.DenseLayer", "nin": %d, "nout": 5}}},
           "out": {"preProcessor": null,
             "layerConf": {"layer": {"@class": "a.b.OutputLayer", "nin": 5, "nout": %d}}}}}
        """
        .formatted(inputs, classes);
  }

  @Test
  void refuses_a_model_file_that_does_not_fit_the_data() throws IOException {
    PlannedDataset clouds = Grids.plan(Grids.SMALL).dataset("clouds");
    int inputs = clouds.inputShape().get(0).intValue();
    int classes = clouds.classNames().size();
    model("fits.zip", dense(inputs, classes));
    model("wide.zip", dense(inputs + 1, classes + 2));
    model(
        "images.zip",
        dense(7, classes)
            .replaceFirst("null", "{\"numChannels\": 3, \"inputHeight\": 32, \"inputWidth\": 32}"));
    model("layers.zip", "{\"confs\": []}");
    model("damaged.zip", "{\"vertices\"");
    model("silent.zip", dense(inputs, classes).replace("DenseLayer", "SomeLayer"));
    StringBuilder rows = new StringBuilder("  - plain\n");
    for (String name : List.of("fits", "wide", "images", "layers", "damaged", "silent")) {
      rows.append("  - {id: plain, label: " + name + ", model: " + name + ".zip}\n");
    }
    assertThat(problems(with("  - plain\n", rows.toString()) + "colour: blue\n"))
        .hasSize(5)
        .anyMatch(p -> p.contains("unknown key 'colour'"))
        .anyMatch(
            p ->
                p.contains("wide.zip: it does not fit the data set 'clouds': it reads inputs of")
                    && p.contains("[" + (inputs + 1) + "], not [" + inputs + "]")
                    && p.contains("it has " + (classes + 2) + " classes, not " + classes))
        .anyMatch(p -> p.contains("images.zip") && p.contains("[3, 32, 32]"))
        .anyMatch(
            p -> p.contains("layers.zip: its configuration.json describes no ComputationGraph"))
        .anyMatch(p -> p.contains("damaged.zip: its configuration.json is damaged"));
  }

  private Optional<String> problem(String name, Map<String, byte[]> entries) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return ModelFormats.examine(folder.resolve(name), ImportSettings.NONE, Optional.empty())
        .problem();
  }

  @Test
  void says_what_is_wrong_with_the_coefficients_of_a_model_file() throws IOException {
    byte[] good = dense(4, 2).getBytes(StandardCharsets.UTF_8);
    byte[] whole = coefficients("HALF", 0);
    Map<byte[], String> wrong = new LinkedHashMap<>();
    wrong.put(new byte[0], "coefficients.bin ends within its header, after 0 bytes");
    wrong.put(Arrays.copyOf(whole, 30), "coefficients.bin ends within its header, after 30 bytes");
    wrong.put(coefficients("FLOAT", 3), "ends before the last parameter: 0 of 3 are there");
    wrong.put(Arrays.copyOf(whole, whole.length + 5), "continues for 5 bytes after the last of 0");
    wrong.put(coefficients("UTF8", 0), "has parameters of type UTF8, not DOUBLE, FLOAT, HALF");
    for (Map.Entry<byte[], String> entry : wrong.entrySet()) {
      assertThat(
              problem(
                  "m.zip", Map.of("configuration.json", good, "coefficients.bin", entry.getKey())))
          .hasValueSatisfying(what -> assertThat(what).contains("m.zip", entry.getValue()));
    }
    assertThat(problem("m.zip", Map.of("configuration.json", good, "coefficients.bin", whole)))
        .isEmpty();
  }

  @Test
  void refuses_a_model_file_with_a_normaliser_or_that_is_a_folder() throws IOException {
    byte[] good = dense(4, 2).getBytes(StandardCharsets.UTF_8);
    assertThat(
            problem(
                "m.zip",
                Map.of(
                    "configuration.json",
                    good,
                    "coefficients.bin",
                    NO_COEFFICIENTS,
                    "normalizer.bin",
                    new byte[] {(byte) 0xAC, (byte) 0xED, 0, 5})))
        .hasValueSatisfying(what -> assertThat(what).contains("normaliser", "never loaded"));
    assertThat(ModelFormats.examine(folder, ImportSettings.NONE, Optional.empty()).problem())
        .hasValueSatisfying(what -> assertThat(what).contains("is a folder, not a model file"));
  }

  @Test
  void refuses_a_teachers_file_that_does_not_fit_the_data() throws IOException {
    model("wide.zip", dense(17, 2));
    assertThat(
            problems(with("  - plain\n", "  - {id: student, parameters: {teacher: wide.zip}}\n")))
        .singleElement()
        .asString()
        .contains("parameter 'teacher'", "wide.zip", "[17]");
  }

  @Test
  void needs_no_architecture_where_nothing_is_trained() throws IOException {
    PlannedDataset clouds = Grids.plan(Grids.SMALL).dataset("clouds");
    model("m.zip", dense(clouds.inputShape().get(0).intValue(), clouds.classNames().size()));
    String files =
        """
        datasets: [clouds]
        threat-models: [{norm: linf, epsilon: 0.1}]
        defenses: [{id: plain, model: m.zip}]
        attacks: [step]
        """;
    assertThat(Grids.plan(files, folder).rows()).hasSize(1);
    assertThat(problems(files.replace("]\nattacks", ", plain]\nattacks")))
        .anyMatch(p -> p.contains("the key 'architectures' is missing"));
  }

  @Test
  void says_once_that_something_is_missing() {
    assertThat(problems("name: nothing\n"))
        .hasSize(3)
        .anyMatch(p -> p.contains("'datasets' is missing"))
        .anyMatch(p -> p.contains("'defenses' is missing"));
    assertThat(problems(with("[{id: clouds, samples: 40}]", "[]")))
        .singleElement()
        .asString()
        .contains("expected at least one entry under 'datasets'");
  }

  @Test
  void reads_fractions_as_the_numbers_they_are() {
    String fraction =
        with("epsilon: 0.1", "epsilon: 8/255")
            .replace("learning-rate: 0.05", "learning-rate: 1/20");
    String decimal = with("epsilon: 0.1", "epsilon: " + 8.0 / 255);
    GridPlan plan = Grids.plan(fraction);
    assertThat(plan.threatModels().get(0).epsilon()).isEqualTo(8.0 / 255);
    assertThat(CanonicalJson.write(plan)).isEqualTo(CanonicalJson.write(Grids.plan(decimal)));
    assertThat(
            Grids.plan(Grids.SMALL + "certification: {radii: [1/4, 1/2]}\n")
                .certification()
                .radii())
        .containsExactly(0.25, 0.5);
  }

  @Test
  void refuses_what_is_no_fraction() {
    for (String wrong : List.of("8/0", "8/-255", "8/255/2", "eight/255", "8/")) {
      assertThat(problems(with("epsilon: 0.1", "epsilon: " + wrong)))
          .as(wrong)
          .anyMatch(p -> p.contains("a fraction such as 8/255, found '" + wrong + "'"));
    }
    assertThat(problems(with("{steps: 3}", "{steps: 6/2}")))
        .singleElement()
        .asString()
        .contains("expected a whole number");
  }

  @Test
  void suggests_the_norm_that_was_meant() {
    assertThat(problems(with("{norm: linf, epsilon: 0.1}", "{norm: Linf, epsilon: 0.1}")))
        .anyMatch(p -> p.contains("unknown norm 'Linf'") && p.contains("did you mean linf?"));
  }

  @Test
  void refuses_limits_that_are_no_whole_numbers() {
    assertThat(problems(Grids.SMALL + "limits: {passes: 2.5, worker-megabytes: 0}\n"))
        .anyMatch(p -> p.contains("limits.passes: expected a whole number, found '2.5'"))
        .anyMatch(p -> p.contains("limits.worker-megabytes") && p.contains("at least 1, found 0"));
  }

  @Test
  void trains_a_teacher_before_its_student() {
    GridPlan plan =
        Grids.plan(
            with("  - plain\n", "  - {id: student, parameters: {teacher: plain}}\n  - plain\n"));
    assertThat(plan.models()).extracting(PlannedModel::row).containsSubsequence("plain", "student");
    assertThat(plan.model("clouds/student/0").models()).containsEntry("teacher", "clouds/plain/0");
  }

  @Test
  void refuses_teachers_that_are_missing_or_go_in_circles() {
    assertThat(problems(with("  - plain\n", "  - {id: student, parameters: {teacher: nobody}}\n")))
        .anyMatch(p -> p.contains("'nobody' is neither the label of a row (student, short)"));
    assertThat(
            problems(
                with(
                    "  - plain\n",
                    "  - {id: student, label: a, parameters: {teacher: b}}\n"
                        + "  - {id: student, label: b, parameters: {teacher: a}}\n")))
        .anyMatch(p -> p.contains("row 'a' waits for models that wait for it"));
  }

  @Test
  void loads_no_native_code() throws Exception {
    // a fresh JVM: other tests of this one may have loaded ND4J
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-verbose:class",
                "-cp",
                System.getProperty("java.class.path"),
                PlanningMain.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("org.robustgrid.run.plan.GridPlan ");
    assertThat(output)
        .doesNotContain("org.nd4j.linalg.factory.Nd4j ")
        .doesNotContain("org.bytedeco.javacpp.Loader ");
  }

  /** Plans a grid and nothing else. */
  static final class PlanningMain {
    private PlanningMain() {}

    public static void main(String[] args) {
      Grids.plan(Grids.SMALL);
    }
  }
}
