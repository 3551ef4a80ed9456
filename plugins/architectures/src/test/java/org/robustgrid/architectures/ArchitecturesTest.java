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
  void all_three_are_found_by_the_service_loader() {
    assertThat(ServiceLoader.load(ArchitectureProvider.class).stream().map(p -> p.get()))
        .extracting(provider -> provider.descriptor().id())
        .contains("mlp", "small-cnn", "resnet-18");
  }

  @Test
  void small_cnn_on_digits_has_as_many_parameters_as_its_py_torch_counterpart() {
    assertThat(graph(new SmallCnnProvider(), Map.of(), 10, 1, 28, 28).numParams())
        .isEqualTo(421_642);
  }

  @Test
  void res_net18_trains_as_many_parameters_as_its_py_torch_counterpart() {
    ComputationGraph graph = graph(new ResNet18Provider(), Map.of(), 10, 3, 32, 32);

    assertThat(graph.numParams() - runningStatistics(graph)).isEqualTo(11_173_962);
  }

  @Test
  void res_net18_keeps_a_mean_and_a_variance_for_each_of_its_batch_norm_channels() {
    ComputationGraph graph = graph(new ResNet18Provider(), Map.of("width", 2), 10, 3, 8, 8);

    // stem and stage 1: 5 norms of 2, stages 2 to 4: 5 norms each of 4, 8, 16 channels
    assertThat(runningStatistics(graph)).isEqualTo(2 * 5 * (2 + 4 + 8 + 16));
  }

  @Test
  void res_net18_answers_with_one_logit_per_class() {
    ComputationGraph graph = graph(new ResNet18Provider(), Map.of("width", 2), 7, 3, 16, 16);

    INDArray output = graph.outputSingle(Nd4j.zeros(DataType.FLOAT, 5, 3, 16, 16));

    assertThat(output.shape()).containsExactly(5, 7);
  }

  @Test
  void small_cnn_keeps_its_dropped_rest_of_odd_images() {
    ComputationGraph graph = graph(new SmallCnnProvider(), Map.of("channels", "3"), 4, 2, 9, 7);

    assertThat(graph.getParam("dense_W").size(0)).isEqualTo(3 * 4 * 3);
  }

  @Test
  void layer_names_of_small_cnn_are_readable() {
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
  void every_configuration_survives_its_own_json(String activation) {
    ComputationGraphConfiguration configuration =
        configuration(new MlpProvider(), Map.of("activation", activation), 3, 1, 4, 4);

    assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()).toJson())
        .isEqualTo(configuration.toJson());
  }

  @Test
  void gelu_is_the_sigmoid_form() {
    double x = -2;

    assertThat(
            ActivationChoice.GELU
                .function()
                .getActivation(Nd4j.createFromArray(x), false)
                .getDouble(0))
        .isCloseTo(x / (1 + Math.exp(-1.702 * x)), Offset.offset(1e-7));
  }

  @Test
  void mlp_flattens_images() {
    ComputationGraph graph = graph(new MlpProvider(), Map.of("hidden", List.of(5)), 3, 2, 4, 4);

    assertThat(graph.outputSingle(Nd4j.zeros(DataType.FLOAT, 6, 2, 4, 4)).shape())
        .containsExactly(6, 3);
  }

  @Test
  void mlp_without_hidden_layers_is_a_linear_classifier() {
    assertThat(graph(new MlpProvider(), Map.of("hidden", List.of()), 3, 10).numParams())
        .isEqualTo(33);
  }

  @Test
  void weights_without_batch_norm_start_uniform_as_in_py_torch() {
    INDArray weights =
        graph(new MlpProvider(), Map.of("hidden", List.of(300)), 3, 400).getParam("dense1_W");

    assertThat(weights.amaxNumber().doubleValue()).isBetween(0.0495, 0.05);
    assertThat(weights.varNumber().doubleValue())
        .isCloseTo(1.0 / 3 / 400, Percentage.withPercentage(3));
  }

  @Test
  void weights_with_batch_norm_start_he_normal() {
    INDArray weights =
        graph(new ResNet18Provider(), Map.of("width", 16), 3, 3, 8, 8)
            .getParam("stage1-block1-conv1_W");

    assertThat(weights.varNumber().doubleValue())
        .isCloseTo(2.0 / (16 * 9), Percentage.withPercentage(10));
  }

  @Test
  void the_same_seed_gives_the_same_weights() {
    INDArray first = graph(new SmallCnnProvider(), Map.of(), 10, 1, 8, 8).params();

    assertThat(graph(new SmallCnnProvider(), Map.of(), 10, 1, 8, 8).params()).isEqualTo(first);
  }

  @Test
  void small_cnn_refuses_vectors() {
    assertThatThrownBy(() -> configuration(new SmallCnnProvider(), Map.of(), 10, 784))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[784]")
        .hasMessageContaining("mlp");
  }

  @Test
  void res_net18_refuses_images_too_small_to_halve_three_times() {
    assertThatThrownBy(() -> configuration(new ResNet18Provider(), Map.of(), 10, 3, 7, 32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8x8")
        .hasMessageContaining("[3, 7, 32]");
  }

  @Test
  void fractional_widths_are_refused() {
    assertThatThrownBy(() -> configuration(new MlpProvider(), Map.of("hidden", "3.5"), 10, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whole numbers");
  }
}
