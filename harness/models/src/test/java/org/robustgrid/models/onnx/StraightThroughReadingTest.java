package org.robustgrid.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.GraphBacked;
import org.robustgrid.engine.model.ModelFile;
import org.robustgrid.models.Examination;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.ImportedModel;
import org.robustgrid.models.formats.ModelFormats;
import org.robustgrid.models.onnx.export.OnnxExport;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/** Models whose rounding has the slope of the identity: a stand-in that attacks can follow. */
class StraightThroughReadingTest {

  private static final int WIDTH = 6;
  private static final int CLASSES = 3;
  private static final double STEP = 1e-5;
  private static final ImportSettings STRAIGHT = ImportSettings.NONE.straightThrough(true);
  private static final List<String> WEIGHTS = List.of("w1", "w2", "w3");

  @TempDir private Path folder;

  private static double[] numbers(int count, double from) {
    double[] values = new double[count];
    Arrays.setAll(values, i -> Math.sin(3 * i + from));
    return values;
  }

  private static INDArray array(double[] values, int columns) {
    return Nd4j.createFromArray(values).reshape('c', values.length / columns, columns);
  }

  /** Two layers, a step, and two layers more. */
  private static OnnxBuilder before() {
    return new OnnxBuilder()
        .input("x", 0, WIDTH)
        .floats("w1", new long[] {WIDTH, WIDTH}, numbers(WIDTH * WIDTH, 1))
        .floats("w2", new long[] {WIDTH, WIDTH}, numbers(WIDTH * WIDTH, 2))
        .floats("w3", new long[] {WIDTH, CLASSES}, numbers(WIDTH * CLASSES, 3))
        .floats("seven", new long[0], 7)
        .node("MatMul", "first", List.of("x", "w1"))
        .node("Tanh", "small", List.of("first"))
        .node("Mul", "large", List.of("small", "seven"));
  }

  private static OnnxBuilder after(OnnxBuilder builder) {
    return builder
        .node("Div", "levels", List.of("step", "seven"))
        .node("MatMul", "second", List.of("levels", "w2"))
        .node("Tanh", "hidden", List.of("second"))
        .node("MatMul", "z", List.of("hidden", "w3"))
        .output("z");
  }

  private static OnnxBuilder step(OnnxBuilder builder, String operator) {
    return operator.equals("Cast")
        ? builder
            .node("Cast", "whole", List.of("large"), "to", 7L)
            .node("Cast", "step", List.of("whole"), "to", 1L)
        : builder.node(operator, "step", List.of("large"));
  }

  private ImportedModel read(OnnxBuilder builder, ImportSettings settings) {
    return ModelFormats.read(builder.write(folder), settings);
  }

  private double[] numbersAt(String name, INDArray x) {
    OnnxBuilder builder = before();
    if (!name.equals("large")) {
      step(builder, name);
    }
    String output = name.equals("large") ? "large" : "step";
    try (Network network =
        read(builder.output(output), ImportSettings.NONE).network(DataType.DOUBLE)) {
      return HostArrays.read(network.logits(x));
    }
  }

  /** The network that adds at one image what the step adds there: its slope is the identity's. */
  private OnnxBuilder replaced(String operator, INDArray x) {
    double[] own = numbersAt("large", x);
    double[] rounded = numbersAt(operator, x);
    double[] added = new double[WIDTH];
    Arrays.setAll(added, i -> rounded[i] - own[i]);
    return after(
        before()
            .floats("added", new long[] {WIDTH}, added)
            .node("Add", "step", List.of("large", "added")));
  }

  /** Every derivative of a pass, the weights' in the order of their names. */
  private static List<double[]> derivatives(ImportedModel model, Network network, INDArray x) {
    INDArray u = array(numbers(CLASSES, 4), CLASSES);
    INDArray w = array(numbers(CLASSES, 5), CLASSES);
    INDArray v = array(numbers(WIDTH, 6), WIDTH);
    INDArray first = Nd4j.zeros(DataType.DOUBLE, network.parameterCount());
    INDArray second = Nd4j.zeros(DataType.DOUBLE, network.parameterCount());
    try (Pass pass = network.forward(x, Mode.INFERENCE, RandomKey.of(0))) {
      double[] toInput = HostArrays.read(pass.inputGradient(u));
      pass.parameterGradient(u, first);
      double[] tangent = HostArrays.read(pass.tangent(v));
      pass.tangentParameterGradient(u, w, second);
      return List.of(
          toInput,
          tangent,
          HostArrays.read(pass.tangentInputGradient(u, w)),
          ofWeights(model, network, first),
          ofWeights(model, network, second));
    }
  }

  private static double[] ofWeights(ImportedModel model, Network network, INDArray flat) {
    double[] all = HostArrays.read(flat);
    return places(model, network).mapToDouble(place -> all[place]).toArray();
  }

  private static java.util.stream.IntStream places(ImportedModel model, Network network) {
    ComputationGraph graph = GraphBacked.graphOf(network);
    return WEIGHTS.stream()
        .flatMap(name -> model.places(graph, name).stream())
        .flatMapToInt(Arrays::stream);
  }

  private static INDArray image() {
    return array(numbers(WIDTH, 7), WIDTH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Round", "Floor", "Ceil", "Cast"})
  void derivatives_are_those_of_the_network_without_the_step_at_what_it_answers(String operator) {
    INDArray x = image();
    ImportedModel model = read(after(step(before(), operator)), STRAIGHT);
    ImportedModel plain = read(after(step(before(), operator)), ImportSettings.NONE);
    ImportedModel other = read(replaced(operator, x), ImportSettings.NONE);
    try (Network network = model.network(DataType.DOUBLE);
        Network blind = plain.network(DataType.DOUBLE);
        Network smooth = other.network(DataType.DOUBLE)) {
      assertThat(network.logits(x)).isEqualTo(blind.logits(x));
      List<double[]> actual = derivatives(model, network, x);
      List<double[]> expected = derivatives(other, smooth, x);
      for (int i = 0; i < actual.size(); i++) {
        assertThat(actual.get(i)).containsExactly(expected.get(i), within(1e-5));
        assertThat(Arrays.stream(actual.get(i)).map(Math::abs).sum()).isGreaterThan(0.01);
      }
      assertThat(derivatives(plain, blind, x).get(0)).containsOnly(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Round", "Floor", "Ceil", "Cast"})
  void first_derivatives_are_central_differences_of_the_network_without_the_step(String operator) {
    INDArray x = image();
    double[] u = numbers(CLASSES, 4);
    double[] v = numbers(WIDTH, 6);
    ImportedModel model = read(after(step(before(), operator)), STRAIGHT);
    ImportedModel other = read(replaced(operator, x), ImportSettings.NONE);
    try (Network network = model.network(DataType.DOUBLE);
        Network smooth = other.network(DataType.DOUBLE)) {
      List<double[]> actual = derivatives(model, network, x);
      for (int i = 0; i < WIDTH; i++) {
        INDArray along = Nd4j.zeros(DataType.DOUBLE, 1, WIDTH).putScalar(i, STEP);
        double difference =
            dot(smooth.logits(x.add(along)), u) - dot(smooth.logits(x.sub(along)), u);
        assertThat(actual.get(0)[i]).isCloseTo(difference / (2 * STEP), within(1e-5));
      }
      INDArray along = array(v, WIDTH).mul(STEP);
      double[] above = HostArrays.read(smooth.logits(x.add(along)));
      double[] below = HostArrays.read(smooth.logits(x.sub(along)));
      for (int i = 0; i < CLASSES; i++) {
        double difference = (above[i] - below[i]) / (2 * STEP);
        assertThat(actual.get(1)[i]).isCloseTo(difference, within(1e-5));
      }
      int[] places = places(other, smooth).toArray();
      for (int i = 0; i < places.length; i++) {
        double difference =
            moved(smooth, places[i], STEP, x, u) - moved(smooth, places[i], -STEP, x, u);
        assertThat(actual.get(3)[i]).isCloseTo(difference / (2 * STEP), within(1e-5));
      }
    }
  }

  private static double moved(Network network, int place, double by, INDArray x, double[] u) {
    INDArray parameters = network.parameters();
    double own = parameters.getDouble(place);
    parameters.putScalar(place, own + by);
    network.parametersChanged();
    double value = dot(network.logits(x), u);
    parameters.putScalar(place, own);
    network.parametersChanged();
    return value;
  }

  private static double dot(INDArray logits, double[] u) {
    double[] values = HostArrays.read(logits);
    double sum = 0;
    for (int i = 0; i < u.length; i++) {
      sum += values[i] * u[i];
    }
    return sum;
  }

  @Test
  void signs_comparisons_and_truth_values_keep_the_slope_0() {
    OnnxBuilder builder =
        before()
            .node("Sign", "sign", List.of("large"))
            .node("Greater", "above", List.of("large", "seven"))
            .node("Cast", "truth", List.of("above"), "to", 1L)
            .node("Cast", "some", List.of("large"), "to", 9L)
            .node("Cast", "there", List.of("some"), "to", 1L)
            .node("Round", "rounded", List.of("large"))
            .node("Sum", "z", List.of("sign", "truth", "there", "rounded"))
            .output("z");
    ImportedModel model = read(builder, STRAIGHT);
    assertThat(model.notes())
        .anyMatch(note -> note.contains("'sign' (Sign) has slope 0"))
        .anyMatch(note -> note.contains("'above' (Greater) has slope 0"))
        .contains("node 'rounded' (Round) passes gradients straight through")
        .noneMatch(note -> note.contains("straight-through"));
    ImportedModel alone = read(before().output("large"), ImportSettings.NONE);
    INDArray x = image();
    INDArray u = array(numbers(WIDTH, 4), WIDTH);
    try (Network network = model.network(DataType.DOUBLE);
        Network large = alone.network(DataType.DOUBLE);
        Pass pass = network.forward(x, Mode.INFERENCE, RandomKey.of(0));
        Pass expected = large.forward(x, Mode.INFERENCE, RandomKey.of(0))) {
      assertThat(HostArrays.read(pass.inputGradient(u)))
          .containsExactly(HostArrays.read(expected.inputGradient(u)), within(1e-12));
    }
  }

  @Test
  void a_model_says_what_stands_for_what_and_how_a_step_could_be_passed() {
    ImportedModel model = read(after(step(before(), "Floor")), STRAIGHT);
    assertThat(model.standIn()).contains("the identity stands for rounding down");
    ImportedModel plain = read(after(step(before(), "Floor")), ImportSettings.NONE);
    assertThat(plain.standIn()).isEmpty();
    assertThat(plain.notes())
        .anyMatch(
            note -> note.contains("(Floor) has slope 0") && note.contains("straight-through"));
    Examination examined =
        ModelFormats.examine(
            after(step(before(), "Cast")).write(folder), STRAIGHT, Optional.empty());
    assertThat(examined.problem()).isEmpty();
    assertThat(examined.standIn()).contains("the identity stands for rounding towards zero");
  }

  @Test
  void a_model_without_rounding_has_nothing_to_pass_straight_through() {
    OnnxBuilder truth =
        before()
            .node("Greater", "above", List.of("large", "seven"))
            .node("Cast", "whole", List.of("above"), "to", 7L)
            .node("Cast", "z", List.of("whole"), "to", 1L)
            .output("z");
    OnnxBuilder some = cast(before().node("Cast", "truth", List.of("large"), "to", 9L));
    for (OnnxBuilder builder :
        List.of(
            truth,
            some,
            before().output("large"),
            before().node("Sign", "z", List.of("large")).output("z"))) {
      assertThatThrownBy(() -> read(builder, STRAIGHT))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("model.onnx", "nothing to pass straight through", "remove");
    }
  }

  /** A truth value turned into a whole number and back. */
  private static OnnxBuilder cast(OnnxBuilder builder) {
    return builder
        .node("Cast", "whole", List.of("truth"), "to", 7L)
        .node("Cast", "z", List.of("whole"), "to", 1L)
        .output("z");
  }

  private static OnnxBuilder above() {
    return before().node("Greater", "above", List.of("large", "seven")).integers("rows", 0, 2, 3);
  }

  static Stream<OnnxBuilder> truths() {
    return Stream.of(
        cast(above().node("Identity", "truth", List.of("above"))),
        cast(above().node("Not", "truth", List.of("above"))),
        cast(
            above()
                .node("Reshape", "pairs", List.of("above", "rows"))
                .node("Flatten", "truth", List.of("pairs"))),
        cast(
            above()
                .node("Greater", "below", List.of("seven", "large"))
                .node("Where", "truth", List.of("above", "below", "above"))),
        cast(
            above()
                .floats("one", new long[0], 1)
                .floats("none", new long[0], 0)
                .node("Where", "truth", List.of("above", "one", "none"))),
        cast(
            above()
                .node("Cast", "number", List.of("above"), "to", 1L)
                .node("Identity", "truth", List.of("number"))));
  }

  @ParameterizedTest
  @MethodSource("truths")
  void truth_values_are_whole_whatever_passes_them_on(OnnxBuilder builder) {
    assertThatThrownBy(() -> read(builder, STRAIGHT))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("nothing to pass straight through");
    ImportedModel plain = read(builder, ImportSettings.NONE);
    assertThat(plain.notes()).noneMatch(note -> note.contains("Cast"));
  }

  @Test
  void a_choice_of_other_numbers_is_rounded() {
    OnnxBuilder builder = cast(above().node("Where", "truth", List.of("above", "large", "above")));
    assertThat(read(builder, STRAIGHT).standIn())
        .contains("the identity stands for rounding towards zero");
  }

  @Test
  void a_zip_that_was_made_of_it_says_so_too_and_takes_no_setting_of_its_own() throws IOException {
    Path zip = folder.resolve("made.zip");
    INDArray x = image();
    INDArray u = array(numbers(CLASSES, 4), CLASSES);
    ImportedModel model = read(after(step(before(), "Round")), STRAIGHT);
    try (Network network = model.network(DataType.DOUBLE)) {
      ModelFile.save(network, zip);
      try (Network again = ModelFile.load(zip, DataType.DOUBLE, new long[] {WIDTH});
          Pass pass = again.forward(x, Mode.INFERENCE, RandomKey.of(0))) {
        assertThat(HostArrays.read(pass.inputGradient(u)))
            .containsExactly(derivatives(model, network, x).get(0), within(1e-12));
      }
      OnnxExport.write(network, folder.resolve("again.onnx"));
    }
    assertThat(ModelFormats.examine(zip, ImportSettings.NONE, Optional.empty()).standIn())
        .isEqualTo(model.standIn());
    assertThat(ModelFormats.examine(zip, STRAIGHT, Optional.empty()).problem())
        .hasValueSatisfying(
            what -> assertThat(what).contains("made.zip", "straight-through", "ONNX"));
    assertThatThrownBy(() -> ModelFormats.read(zip, STRAIGHT))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("made.zip", "straight-through", "ONNX");
    assertThat(Files.size(folder.resolve("again.onnx"))).isPositive();
    // ONNX says nothing of gradients
    Path written = folder.resolve("again.onnx");
    assertThat(ModelFormats.read(written, ImportSettings.NONE).standIn()).isEmpty();
    assertThat(ModelFormats.read(written, STRAIGHT).standIn()).isEqualTo(model.standIn());
  }

  @Test
  void a_cast_is_exported_as_one() {
    Path written = folder.resolve("again.onnx");
    INDArray x = image();
    ImportedModel model = read(after(step(before(), "Cast")), STRAIGHT);
    try (Network network = model.network(DataType.DOUBLE)) {
      OnnxExport.write(network, written);
      ImportedModel again = ModelFormats.read(written, STRAIGHT);
      assertThat(again.standIn()).isEqualTo(model.standIn());
      try (Network read = again.network(DataType.DOUBLE)) {
        assertThat(HostArrays.read(read.logits(x)))
            .containsExactly(HostArrays.read(network.logits(x)), within(1e-6));
      }
    }
  }
}
