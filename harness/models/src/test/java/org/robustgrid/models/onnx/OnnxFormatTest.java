package org.robustgrid.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.ImportedModel;
import org.robustgrid.models.formats.ModelFormats;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Network;

class OnnxFormatTest {

  @TempDir private Path folder;

  private static OnnxBuilder dense() {
    return new OnnxBuilder()
        .input("x", 0, 2)
        .floats("w", new long[] {2, 2}, 1, 2, 3, 4)
        .floats("b", new long[] {2}, 10, 20)
        .node("Gemm", "z", List.of("x", "w", "b"));
  }

  private ImportedModel read(OnnxBuilder builder, ImportSettings settings) {
    return ModelFormats.read(builder.write(folder), settings);
  }

  private double[] logits(OnnxBuilder builder, ImportSettings settings, double[][] x) {
    return logits(builder, settings, Nd4j.createFromArray(x));
  }

  private double[] logits(OnnxBuilder builder, ImportSettings settings, INDArray x) {
    try (Network network = read(builder, settings).network(DataType.DOUBLE)) {
      return HostArrays.read(network.logits(x));
    }
  }

  /** 1, 2, 3 … */
  private static INDArray counted(long... shape) {
    double[] values = new double[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    Arrays.setAll(values, i -> i + 1.0);
    return Nd4j.createFromArray(values).reshape(shape);
  }

  private void assertRefused(OnnxBuilder builder, String... words) {
    assertThatThrownBy(() -> read(builder, ImportSettings.NONE).network(DataType.DOUBLE))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(words)
        .hasMessageContaining("model.onnx");
  }

  @Test
  void a_dense_layer_is_read() {
    double[] logits =
        logits(dense().output("z"), ImportSettings.NONE, new double[][] {{1, 0}, {0, 1}});
    assertThat(logits).containsExactly(11, 22, 13, 24);
  }

  @Test
  void a_last_softmax_is_cut_off_with_a_note() {
    OnnxBuilder builder = dense().node("Softmax", "p", List.of("z")).output("p");
    assertThat(logits(builder, ImportSettings.NONE, new double[][] {{1, 0}}))
        .containsExactly(11, 22);
    assertThat(read(builder, ImportSettings.NONE).notes())
        .singleElement()
        .asString()
        .contains("Softmax", "logits");
  }

  @Test
  void one_number_behind_a_sigmoid_becomes_two_classes() {
    OnnxBuilder builder =
        new OnnxBuilder()
            .input("x", 0, 2)
            .floats("w", new long[] {2, 1}, 1, 2)
            .node("MatMul", "z", List.of("x", "w"))
            .node("Sigmoid", "p", List.of("z"))
            .output("p");
    assertThat(logits(builder, ImportSettings.NONE, new double[][] {{1, 1}, {-1, 0}}))
        .containsExactly(0, 3, 0, -1);
  }

  @Test
  void images_of_the_data_in_the_other_layout_are_refused_with_the_way_out() {
    OnnxBuilder last =
        new OnnxBuilder()
            .input("x", 0, -1, -1, 3)
            .node("ReduceMean", "z", List.of("x"), "axes", new long[] {1, 2}, "keepdims", 0L)
            .output("z");
    ImportSettings data = ImportSettings.NONE.forInput(3, 4, 5);
    assertThatThrownBy(() -> read(last, data))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("'x' of the shape [N, ?, ?, 3]", "--layout nhwc");
    ImportSettings declared =
        new ImportSettings(data.inputShape(), Optional.empty(), Optional.empty(), true);
    assertThat(logits(last, declared, counted(1, 3, 4, 5)))
        .containsExactly(new double[] {10.5, 30.5, 50.5}, within(1e-12));
    OnnxBuilder first =
        new OnnxBuilder().input("x", 0, 3, 4, 5).node("Flatten", "z", List.of("x")).output("z");
    assertThatThrownBy(() -> read(first, declared)).hasMessageContaining("remove the layout nhwc");
  }

  @Test
  void range_normalisation_and_layout_come_before_the_file() {
    OnnxBuilder builder =
        new OnnxBuilder()
            .input("x", 0, 1, 2, 3)
            .node("Flatten", "f", List.of("x"), "axis", 1L)
            .output("f");
    ImportSettings settings =
        new ImportSettings(
            Optional.empty(),
            Optional.of(new ImportSettings.Range(0, 255)),
            Optional.of(
                new ImportSettings.Normalisation(new double[] {0, 5, 10}, new double[] {1, 2, 5})),
            true);
    INDArray x = Nd4j.createFromArray(0.0, 0.2, 0.4, 0.6, 0.8, 1.0).reshape(1, 3, 1, 2);
    assertThat(logits(builder, settings, x))
        .containsExactly(
            new double[] {
              0,
              (0.4 * 255 - 5) / 2,
              (0.8 * 255 - 10) / 5,
              0.2 * 255,
              (0.6 * 255 - 5) / 2,
              (255.0 - 10) / 5
            },
            within(1e-12));
  }

  @Test
  void a_shape_computed_from_the_batch_size_is_folded() {
    OnnxBuilder builder =
        new OnnxBuilder()
            .input("x", 0, 2, 2, 1)
            .integers("first", 0)
            .integers("rest", -1)
            .node("Shape", "s", List.of("x"))
            .node("Gather", "n", List.of("s", "first"))
            .node("Concat", "to", List.of("n", "rest"), "axis", 0L)
            .node("Reshape", "f", List.of("x", "to"))
            .output("f");
    INDArray x = counted(2, 2, 2, 1);
    assertThat(logits(builder, ImportSettings.NONE, x)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void a_batch_size_written_into_the_file_is_no_limit() {
    OnnxBuilder builder =
        new OnnxBuilder()
            .input("x", 1, 2, 2, 1)
            .integers("to", 1, 4)
            .node("Reshape", "f", List.of("x", "to"))
            .output("f");
    INDArray x = counted(2, 2, 2, 1);
    assertThat(logits(builder, ImportSettings.NONE, x)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void attention_with_the_batch_behind_the_tokens_is_read() {
    // [N, 3, 2] → [3, N, 2] → [3N, 2] → dense → [3, N, 2] → [N, 3, 2]
    OnnxBuilder builder =
        new OnnxBuilder()
            .input("x", 0, 3, 2)
            .floats("w", new long[] {2, 2}, 0, 1, 1, 0)
            .integers("rows", -1, 2)
            .integers("back", 3, -1, 2)
            .node("Transpose", "t", List.of("x"), "perm", new long[] {1, 0, 2})
            .node("Reshape", "r", List.of("t", "rows"))
            .node("MatMul", "m", List.of("r", "w"))
            .node("Reshape", "u", List.of("m", "back"))
            .node("Transpose", "v", List.of("u"), "perm", new long[] {1, 0, 2})
            .node("Flatten", "f", List.of("v"), "axis", 1L)
            .output("f");
    INDArray x = counted(2, 3, 2);
    assertThat(logits(builder, ImportSettings.NONE, x))
        .containsExactly(2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11);
  }

  @Test
  void a_softplus_written_with_its_linear_part_is_one() {
    double[][] x = {{-2, 0.5}, {3, 50}};
    OnnxBuilder plain =
        new OnnxBuilder()
            .input("x", 0, 2)
            .floats("threshold", new long[0], 20)
            .node("Softplus", "curve", List.of("x"))
            .node("Greater", "above", List.of("x", "threshold"))
            .node("Where", "z", List.of("above", "x", "curve"))
            .output("z");
    assertThat(logits(plain, ImportSettings.NONE, x))
        .containsExactly(
            new double[] {Math.log1p(Math.exp(-2)), Math.log1p(Math.exp(0.5)), 3.0485873516, 50},
            within(1e-9));
    OnnxBuilder scaled =
        new OnnxBuilder()
            .input("x", 0, 2)
            .floats("threshold", new long[0], 20)
            .floats("beta", new long[0], 2)
            .node("Mul", "twice", List.of("x", "beta"))
            .node("Softplus", "curve", List.of("twice"))
            .node("Div", "half", List.of("curve", "beta"))
            .node("Greater", "above", List.of("twice", "threshold"))
            .node("Where", "z", List.of("above", "x", "half"))
            .output("z");
    assertThat(logits(scaled, ImportSettings.NONE, x))
        .containsExactly(
            new double[] {
              Math.log1p(Math.exp(-4)) / 2,
              Math.log1p(Math.exp(1)) / 2,
              Math.log1p(Math.exp(6)) / 2,
              50
            },
            within(1e-9));
    OnnxBuilder low =
        new OnnxBuilder()
            .input("x", 0, 2)
            .floats("threshold", new long[0], 2)
            .node("Softplus", "curve", List.of("x"))
            .node("Greater", "above", List.of("x", "threshold"))
            .node("Where", "z", List.of("above", "x", "curve"))
            .output("z");
    // no approximation of a softplus: a choice like any other
    assertThat(logits(low, ImportSettings.NONE, x))
        .containsExactly(
            new double[] {Math.log1p(Math.exp(-2)), Math.log1p(Math.exp(0.5)), 3, 50},
            within(1e-9));
  }

  @Test
  void swish_has_a_slope_within() {
    for (float alpha : new float[] {1, 1.5f, 0}) {
      OnnxBuilder builder =
          new OnnxBuilder()
              .opset(24)
              .input("x", 0, 2)
              .node("Swish", "z", List.of("x"), "alpha", alpha)
              .output("z");
      assertThat(logits(builder, ImportSettings.NONE, new double[][] {{-1, 2}}))
          .containsExactly(
              new double[] {-1 / (1 + Math.exp(alpha)), 2 / (1 + Math.exp(-2 * alpha))},
              within(1e-9));
    }
  }

  @Test
  void a_single_number_is_no_image() {
    assertRefused(
        new OnnxBuilder().input("x").node("Relu", "z", List.of("x")).output("z"),
        "input 'x' is a single number");
  }

  @Test
  void an_unknown_operator_is_named_with_its_node_and_the_way_out() {
    assertRefused(
        dense().node("ArgMax", "a", List.of("z")).output("a"), "ArgMax", "'a'", "Python process");
  }

  @Test
  void a_mean_over_the_batch_is_refused() {
    assertRefused(
        dense()
            .node("ReduceMean", "m", List.of("z"), "axes", new long[] {0})
            .node("Sub", "d", List.of("z", "m"))
            .output("d"),
        "'m'",
        "batch");
  }

  @Test
  void what_does_not_fit_is_refused_with_the_shapes() {
    assertRefused(
        new OnnxBuilder()
            .input("x", 0, 3)
            .floats("w", new long[] {2, 2}, 1, 2, 3, 4)
            .node("MatMul", "z", List.of("x", "w"))
            .output("z"),
        "[N, 3]",
        "[2, 2]");
  }

  @Test
  void an_output_that_ignores_the_image_is_refused() {
    assertRefused(
        new OnnxBuilder()
            .input("x", 0, 3)
            .floats("w", new long[] {1, 2}, 1, 2)
            .node("Identity", "z", List.of("w"))
            .output("z"),
        "does not depend on its input");
  }

  @Test
  void no_memory_is_taken_for_a_constant_that_a_file_only_names_the_size_of() {
    assertRefused(
        dense()
            .integers("size", 1, 2_000_000_000)
            .node("ConstantOfShape", "big", List.of("size"))
            .node("Add", "sum", List.of("z", "big"))
            .output("sum"),
        "'big'",
        "2000000000");
  }

  @Test
  void a_dropout_that_drops_nothing_is_read_in_training_mode_too() {
    OnnxBuilder keeps =
        dense()
            .floats("ratio", new long[0], 0)
            .integers("training", 1)
            .node("Dropout", "d", List.of("z", "ratio", "training"))
            .output("d");
    assertThat(logits(keeps, ImportSettings.NONE, new double[][] {{1, 0}})).containsExactly(11, 22);
    assertRefused(
        dense()
            .floats("ratio", new long[0], 0.5)
            .integers("training", 1)
            .node("Dropout", "d", List.of("z", "ratio", "training"))
            .output("d"),
        "'d'",
        "evaluation mode");
  }

  @Test
  void numbers_are_scattered_into_a_constant() {
    OnnxBuilder mask =
        new OnnxBuilder()
            .input("x", 0, 2, 3)
            .floats("zeros", new long[] {2, 3}, new double[6])
            .tensor("places", new long[] {2, 2}, 0, 2, -1, 0)
            .floats("updates", new long[] {2}, 5, 7)
            .node("ScatterND", "mask", List.of("zeros", "places", "updates"))
            .node("Add", "sum", List.of("x", "mask"))
            .node("Flatten", "f", List.of("sum"))
            .output("f");
    assertThat(logits(mask, ImportSettings.NONE, counted(1, 2, 3)))
        .containsExactly(1, 2, 3 + 5, 4 + 7, 5, 6);

    OnnxBuilder outside =
        new OnnxBuilder()
            .input("x", 0, 2)
            .floats("zeros", new long[] {2}, 0, 0)
            .tensor("places", new long[] {1, 1}, 2)
            .floats("updates", new long[] {1}, 5)
            .node("ScatterND", "mask", List.of("zeros", "places", "updates"))
            .node("Add", "sum", List.of("x", "mask"))
            .output("sum");
    assertRefused(outside, "'mask'", "index 2 of an axis of 2");
  }

  @Test
  void a_malformed_node_is_refused_with_its_name() {
    assertRefused(
        new OnnxBuilder()
            .input("x", 0, 3, 8, 8)
            .floats("w", new long[] {4, 3, 3, 3}, new double[108])
            .node("Conv", "c", List.of("x", "w"), "strides", new long[] {0, 0})
            .node("Flatten", "f", List.of("c"), "axis", 1L)
            .output("f"),
        "'c'");
  }
}
