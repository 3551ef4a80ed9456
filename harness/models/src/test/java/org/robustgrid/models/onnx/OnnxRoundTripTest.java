package org.robustgrid.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.model.ModelFile;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.formats.ModelFormats;
import org.robustgrid.models.onnx.export.OnnxExport;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Network;

/** Networks of the engine's operators, read, written and read again. */
class OnnxRoundTripTest {

  @TempDir private Path folder;

  private void assertSurvives(OnnxBuilder builder, long... shape) {
    INDArray x = Nd4j.rand(DataType.DOUBLE, shape);
    Path written = folder.resolve("written.onnx");
    Path zip = folder.resolve("written.zip");
    long[] sample = Arrays.copyOfRange(shape, 1, shape.length);
    try (Network network =
        ModelFormats.read(builder.write(folder), ImportSettings.NONE).network(DataType.DOUBLE)) {
      double[] logits = HostArrays.read(network.logits(x));
      OnnxExport.write(network, written);
      ModelFile.save(network, zip);
      try (Network again =
          ModelFormats.read(written, ImportSettings.NONE).network(DataType.DOUBLE)) {
        assertThat(HostArrays.read(again.logits(x))).containsExactly(logits, within(1e-6));
      }
      try (Network again = ModelFile.load(zip, DataType.DOUBLE, sample)) {
        assertThat(HostArrays.read(again.logits(x))).containsExactly(logits, within(1e-12));
      }
    }
    assertThat(Files.exists(written)).isTrue();
  }

  private static double[] numbers(int count) {
    double[] values = new double[count];
    Arrays.setAll(values, i -> Math.sin(3 * i + 1));
    return values;
  }

  @Test
  void rounding_and_casts() {
    assertSurvives(
        new OnnxBuilder()
            .input("x", 0, 6)
            .floats("scale", new long[0], 7)
            .node("Mul", "large", List.of("x", "scale"))
            .node("Round", "rounded", List.of("large"))
            .node("Cast", "whole", List.of("large"), "to", 7L)
            .node("Cast", "cut", List.of("whole"), "to", 1L)
            .node("Add", "sum", List.of("rounded", "cut"))
            .output("sum"),
        5,
        6);
  }

  @Test
  void attention_over_tokens_with_a_class_token_and_layer_norm() {
    assertSurvives(
        new OnnxBuilder()
            .opset(17)
            .input("input", 0, 3, 4)
            .floats("token", new long[] {1, 1, 4}, numbers(4))
            .integers("first", 0)
            .integers("size", 1, 4)
            .node("Shape", "s", List.of("input"))
            .node("Gather", "n", List.of("s", "first"), "axis", 0L)
            .node("Concat", "sizes", List.of("n", "size"), "axis", 0L)
            .node("Expand", "tokens", List.of("token", "sizes"))
            .node("Concat", "all", List.of("tokens", "input"), "axis", 1L)
            .floats("scale", new long[] {4}, 1, 2, 3, 4)
            .floats("shift", new long[] {4}, 4, 3, 2, 1)
            .node("LayerNormalization", "norm", List.of("all", "scale", "shift"), "axis", -1L)
            .node("Transpose", "keys", List.of("norm"), "perm", new long[] {0, 2, 1})
            .node("MatMul", "scores", List.of("norm", "keys"))
            .node("Softmax", "weights", List.of("scores"), "axis", -1L)
            .node("MatMul", "mixed", List.of("weights", "norm"))
            .floats("w", new long[] {4, 3}, numbers(12))
            .node("MatMul", "dense", List.of("mixed", "w"))
            .node("Gather", "class", List.of("dense", "first"), "axis", 1L)
            .node("Flatten", "logits", List.of("class"), "axis", 1L)
            .output("logits"),
        2,
        3,
        4);
  }

  @Test
  void grouped_and_padded_convolutions_functions_and_sums() {
    assertSurvives(
        new OnnxBuilder()
            .opset(17)
            .input("x", 0, 4, 5, 5)
            .floats("w", new long[] {4, 2, 3, 3}, numbers(72))
            .node(
                "Conv",
                "conv",
                List.of("x", "w"),
                "group",
                2L,
                "pads",
                new long[] {0, 1, 2, 1},
                "strides",
                new long[] {2, 1})
            .node("HardSwish", "swish", List.of("conv"))
            .node("Elu", "elu", List.of("swish"), "alpha", 0.5)
            .node(
                "AveragePool",
                "pool",
                List.of("elu"),
                "kernel_shape",
                new long[] {2, 2},
                "ceil_mode",
                1L,
                "strides",
                new long[] {2, 2})
            .node("ReduceMean", "mean", List.of("pool"), "axes", new long[] {2, 3})
            .node("Flatten", "flat", List.of("mean"), "axis", 1L)
            .output("flat"),
        3,
        4,
        5,
        5);
  }
}
