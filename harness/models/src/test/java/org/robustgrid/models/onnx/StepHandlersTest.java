package org.robustgrid.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.ImportedModel;
import org.robustgrid.models.formats.ModelFormats;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/** Defenses that round or threshold the image are read as they are, with the slope 0. */
class StepHandlersTest {

  private static final long TO_FLOAT = 1;
  private static final long TO_BYTE = 2;
  private static final long TO_TRUTH = 9;

  /** With exact ties, and equal to the other numbers of the graphs below. */
  private static final double[] X = {-1.5, -0.5, -0.25, 0, 0.25, 0.5, 1.5, 2.5};

  @TempDir private Path folder;

  private static OnnxBuilder image() {
    return new OnnxBuilder()
        .opset(13)
        .input("x", 0, X.length)
        .floats("quarter", new long[0], 0.25)
        .floats("zero", new long[] {1}, 0)
        .floats("seven", new long[] {1}, 7);
  }

  private double[] logits(OnnxBuilder builder) {
    ImportedModel model = ModelFormats.read(builder.output("z").write(folder), ImportSettings.NONE);
    try (Network network = model.network(DataType.DOUBLE)) {
      return HostArrays.read(network.logits(Nd4j.createFromArray(new double[][] {X})));
    }
  }

  private static double[] numbers(String words) {
    return Arrays.stream(words.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  private static double[] each(DoubleUnaryOperator function) {
    // no negative zeros
    return Arrays.stream(X).map(function).map(value -> value + 0.0).toArray();
  }

  private static void assertSame(double[] actual, double[] expected) {
    assertThat(Arrays.stream(actual).map(value -> value + 0.0).toArray()).isEqualTo(expected);
  }

  @Test
  void numbers_of_the_image_are_rounded() {
    assertSame(logits(image().node("Round", "z", List.of("x"))), each(Math::rint));
    assertSame(logits(image().node("Floor", "z", List.of("x"))), each(Math::floor));
    assertSame(logits(image().node("Ceil", "z", List.of("x"))), each(Math::ceil));
    assertSame(logits(image().node("Sign", "z", List.of("x"))), each(Math::signum));
  }

  @ParameterizedTest
  @CsvSource({
    "Greater, 0 0 0 0 0 1 1 1",
    "GreaterOrEqual, 0 0 0 0 1 1 1 1",
    "Less, 1 1 1 1 0 0 0 0",
    "LessOrEqual, 1 1 1 1 1 0 0 0",
    "Equal, 0 0 0 0 1 0 0 0",
  })
  void numbers_of_the_image_are_compared(String operator, String expected) {
    double[] truths = numbers(expected);
    assertSame(
        logits(
            image()
                .node(operator, "truth", List.of("x", "quarter"))
                .node("Cast", "z", List.of("truth"), "to", TO_FLOAT)),
        truths);
    assertSame(
        logits(
            image()
                .node(operator, "truth", List.of("x", "quarter"))
                .node("Not", "other", List.of("truth"))
                .node("Where", "z", List.of("other", "x", "seven"))),
        chosen(truths));
  }

  private static double[] chosen(double... truths) {
    double[] values = X.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = truths[i] == 0 ? values[i] : 7;
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({"And, 0 0 0 0 0 1 1 1", "Or, 1 1 1 0 1 1 1 1", "Xor, 1 1 1 0 1 0 0 0"})
  void truths_are_joined(String operator, String expected) {
    // above a quarter, and other than zero
    double[] truths = numbers(expected);
    assertSame(
        logits(
            image()
                .node("Greater", "above", List.of("x", "quarter"))
                .node("Cast", "some", List.of("x"), "to", TO_TRUTH)
                .node(operator, "truth", List.of("above", "some"))
                .node("Cast", "z", List.of("truth"), "to", TO_FLOAT)),
        truths);
  }

  @Test
  void a_cast_to_whole_numbers_and_back_cuts_off_what_is_behind_the_point() {
    assertSame(
        logits(
            image()
                .node("Cast", "whole", List.of("x"), "to", TO_BYTE)
                .node("Cast", "z", List.of("whole"), "to", TO_FLOAT)),
        each(x -> Math.signum(x) * Math.floor(Math.abs(x))));

    OnnxBuilder whole =
        image()
            .node("Cast", "whole", List.of("x"), "to", TO_BYTE)
            .node("Mul", "z", List.of("whole", "whole"))
            .output("z");
    assertThatThrownBy(() -> ModelFormats.read(whole.write(folder), ImportSettings.NONE))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("'whole'", "uint8", "cast back");
  }

  @Test
  void no_gradient_passes_a_step_and_the_import_says_so() {
    OnnxBuilder builder =
        image()
            .node("Round", "rounded", List.of("x"))
            .node("Add", "z", List.of("rounded", "x"))
            .output("z");
    ImportedModel model = ModelFormats.read(builder.write(folder), ImportSettings.NONE);
    assertThat(model.notes()).anyMatch(note -> note.contains("'rounded' (Round) has slope 0"));
    try (Network network = model.network(DataType.DOUBLE)) {
      INDArray x = Nd4j.createFromArray(new double[][] {X});
      INDArray ones = Nd4j.ones(DataType.DOUBLE, 1, X.length);
      try (Pass pass = network.forward(x, Mode.INFERENCE, RandomKey.of(0))) {
        assertThat(HostArrays.read(pass.inputGradient(ones))).containsOnly(1);
      }
    }
  }
}
