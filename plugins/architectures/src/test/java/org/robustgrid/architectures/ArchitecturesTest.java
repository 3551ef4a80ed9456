package org.robustgrid.architectures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.spi.network.ArchitectureRequest;

class ArchitecturesTest {

  private static ComputationGraphConfiguration configuration(
      ArchitectureProvider provider, Map<String, ?> parameters, int classes, long... shape) {
    return provider
        .create(Parameters.of(provider.descriptor(), parameters))
        .configuration(
            ArchitectureRequest.builder().inputShape(shape).classes(classes).seed(7).build());
  }

  private static ComputationGraph graph(
      ArchitectureProvider provider, Map<String, ?> parameters, int classes, long... shape) {
    ComputationGraph graph =
        new ComputationGraph(configuration(provider, parameters, classes, shape));
    graph.init();
    return graph;
  }

  private static long runningStatistics(ComputationGraph graph) {
    return graph.paramTable().entrySet().stream()
        .filter(e -> e.getKey().endsWith("_mean") || e.getKey().endsWith("_var"))
        .mapToLong(e -> e.getValue().length())
        .sum();
  }

  @Test
  void allThreeAreFoundByTheServiceLoader() {
    assertThat(ServiceLoader.load(ArchitectureProvider.class).stream().map(p -> p.get()))
        .extracting(provider -> provider.descriptor().id())
        .contains("mlp", "small-cnn", "resnet-18");
  }

  @Test
  void smallCnnOnDigitsHasAsManyParametersAsItsPyTorchCounterpart() {
    assertThat(graph(new SmallCnnProvider(), Map.of(), 10, 1, 28, 28).numParams())
        .isEqualTo(421_642);
  }

  @Test
  void resNet18TrainsAsManyParametersAsItsPyTorchCounterpart() {
    ComputationGraph graph = graph(new ResNet18Provider(), Map.of(), 10, 3, 32, 32);

    assertThat(graph.numParams() - runningStatistics(graph)).isEqualTo(11_173_962);
  }

  @Test
  void resNet18KeepsAMeanAndAVarianceForEachOfItsBatchNormChannels() {
    ComputationGraph graph = graph(new ResNet18Provider(), Map.of("width", 2), 10, 3, 8, 8);

    // stem and stage 1: 5 norms of 2, stages 2 to 4: 5 norms each of 4, 8, 16 channels
    assertThat(runningStatistics(graph)).isEqualTo(2 * 5 * (2 + 4 + 8 + 16));
  }

  @Test
  void resNet18AnswersWithOneLogitPerClass() {
    ComputationGraph graph = graph(new ResNet18Provider(), Map.of("width", 2), 7, 3, 16, 16);

    INDArray output = graph.outputSingle(Nd4j.zeros(DataType.FLOAT, 5, 3, 16, 16));

    assertThat(output.shape()).containsExactly(5, 7);
  }

  @Test
  void smallCnnKeepsItsDroppedRestOfOddImages() {
    ComputationGraph graph = graph(new SmallCnnProvider(), Map.of("channels", "3"), 4, 2, 9, 7);

    assertThat(graph.getParam("dense_W").size(0)).isEqualTo(3 * 4 * 3);
  }

  @Test
  void layerNamesOfSmallCnnAreReadable() {
    assertThat(configuration(new SmallCnnProvider(), Map.of("dropout", 0.5), 10, 1, 28, 28))
        .extracting(ComputationGraphConfiguration::getVertices)
        .satisfies(
            vertices ->
                assertThat(vertices.keySet())
                    .containsExactly(
                        "conv1", "relu1", "pool1", "conv2", "relu2", "pool2", "dense", "relu3",
                        "dropout", "output"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"relu", "tanh", "silu", "gelu"})
  void everyConfigurationSurvivesItsOwnJson(String activation) {
    ComputationGraphConfiguration configuration =
        configuration(new MlpProvider(), Map.of("activation", activation), 3, 1, 4, 4);

    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()).toJson())
        .isEqualTo(configuration.toJson());
  }

  @Test
  void geluIsTheSigmoidForm() {
    double x = -2;

    assertThat(
            ActivationChoice.GELU
                .function()
                .getActivation(Nd4j.createFromArray(x), false)
                .getDouble(0))
        .isCloseTo(x / (1 + Math.exp(-1.702 * x)), Offset.offset(1e-7));
  }

  @Test
  void mlpFlattensImages() {
    ComputationGraph graph = graph(new MlpProvider(), Map.of("hidden", List.of(5)), 3, 2, 4, 4);

    assertThat(graph.outputSingle(Nd4j.zeros(DataType.FLOAT, 6, 2, 4, 4)).shape())
        .containsExactly(6, 3);
  }

  @Test
  void mlpWithoutHiddenLayersIsALinearClassifier() {
    assertThat(graph(new MlpProvider(), Map.of("hidden", List.of()), 3, 10).numParams())
        .isEqualTo(33);
  }

  @Test
  void weightsWithoutBatchNormStartUniformAsInPyTorch() {
    INDArray weights =
        graph(new MlpProvider(), Map.of("hidden", List.of(300)), 3, 400).getParam("dense1_W");

    assertThat(weights.amaxNumber().doubleValue()).isBetween(0.0495, 0.05);
    assertThat(weights.varNumber().doubleValue())
        .isCloseTo(1.0 / 3 / 400, Percentage.withPercentage(3));
  }

  @Test
  void weightsWithBatchNormStartHeNormal() {
    INDArray weights =
        graph(new ResNet18Provider(), Map.of("width", 16), 3, 3, 8, 8)
            .getParam("stage1-block1-conv1_W");

    assertThat(weights.varNumber().doubleValue())
        .isCloseTo(2.0 / (16 * 9), Percentage.withPercentage(10));
  }

  @Test
  void theSameSeedGivesTheSameWeights() {
    INDArray first = graph(new SmallCnnProvider(), Map.of(), 10, 1, 8, 8).params();

    assertThat(graph(new SmallCnnProvider(), Map.of(), 10, 1, 8, 8).params()).isEqualTo(first);
  }

  @Test
  void smallCnnRefusesVectors() {
    assertThatThrownBy(() -> configuration(new SmallCnnProvider(), Map.of(), 10, 784))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[784]")
        .hasMessageContaining("mlp");
  }

  @Test
  void resNet18RefusesImagesTooSmallToHalveThreeTimes() {
    assertThatThrownBy(() -> configuration(new ResNet18Provider(), Map.of(), 10, 3, 7, 32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8x8")
        .hasMessageContaining("[3, 7, 32]");
  }

  @Test
  void fractionalWidthsAreRefused() {
    assertThatThrownBy(() -> configuration(new MlpProvider(), Map.of("hidden", "3.5"), 10, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whole numbers");
  }
}
