package org.robustgrid.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.SampleGraphs;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.data.DataException;

class ModelExportTest {

  private static final String BRANCHING =
      """
      {"input": [2, 6, 6], "classes": 3, "layers": [
        {"type": "conv2d", "name": "c", "out": 4, "kernel": 3, "padding": 1, "bias": false},
        {"type": "batchnorm", "name": "n", "eps": 1e-5},
        {"type": "gelu", "name": "g", "approximate": "sigmoid"},
        {"type": "conv2d", "name": "k", "out": 4, "kernel": [1, 3], "padding": [0, 1],
         "inputs": ["n"]},
        {"type": "add", "name": "a", "inputs": ["g", "k"]},
        {"type": "avgpool2d", "name": "p", "kernel": 3, "stride": 2, "padding": 1},
        {"type": "silu", "name": "s"},
        {"type": "flatten", "name": "f"},
        {"type": "linear", "name": "d", "out": 5, "bias": false},
        {"type": "tanh", "name": "t"},
        {"type": "linear", "name": "o", "out": 3}]}
      """;

  @TempDir private Path folder;

  private static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"forward-cnn-bn", "forward-cnn-relu", "forward-mlp-tanh"})
  void what_was_imported_is_exported_as_it_was(String name) {
    ReferenceModel reference = ReferenceModel.of(name);
    ComputationGraph graph =
        ModelJson.loadGraph(reference.model(), reference.arrays(), DataType.DOUBLE);

    ModelExport.write(graph, shape(reference.model()), folder);

    NpzFile.read(folder.resolve(ModelExport.ARRAYS))
        .forEach(
            (key, values) ->
                assertThat(HostArrays.read(values))
                    .isEqualTo(HostArrays.read(reference.arrays().get(key))));
    JsonNode exported = read(folder.resolve(ModelExport.DESCRIPTION));
    assertThat(exported.get("input")).isEqualTo(reference.model().get("input"));
    assertThat(exported.get("classes")).isEqualTo(reference.model().get("classes"));
    // a flatten layer has no name of its own in Deeplearning4j
    assertThat(withoutFlatten(exported)).isEqualTo(withoutFlatten(reference.model()));
  }

  private static String withoutFlatten(JsonNode model) {
    StringBuilder text = new StringBuilder();
    model
        .get("layers")
        .forEach(
            layer ->
                text.append(
                        layer.get("type").asText().equals("flatten") ? "flatten" : sorted(layer))
                    .append('\n'));
    return text.toString();
  }

  private static String sorted(JsonNode layer) {
    Map<String, String> fields = new TreeMap<>();
    layer.fields().forEachRemaining(f -> fields.put(f.getKey(), f.getValue().asText()));
    // "bias" is spelled out on convolutions, and true where it is missing on dense layers
    return fields.toString();
  }

  private static long[] shape(JsonNode model) {
    long[] shape = new long[model.get("input").size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = model.get("input").get(i).asLong();
    }
    return shape;
  }

  @Test
  void a_branching_network_survives_export_and_import() throws IOException {
    JsonNode model = new ObjectMapper().readTree(BRANCHING);
    var configuration = ModelJson.configuration(model);
    configuration.setDataType(DataType.DOUBLE);
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    graph.params().assign(Nd4j.rand(DataType.DOUBLE, graph.numParams()).addi(0.1));

    ModelExport.write(graph, new long[] {2, 6, 6}, folder);
    ComputationGraph again =
        ModelJson.loadGraph(
            read(folder.resolve(ModelExport.DESCRIPTION)),
            NpzFile.read(folder.resolve(ModelExport.ARRAYS)),
            DataType.DOUBLE);

    INDArray images = Nd4j.rand(DataType.DOUBLE, 4, 2, 6, 6);
    assertThat(HostArrays.read(again.outputSingle(images)))
        .isEqualTo(HostArrays.read(graph.outputSingle(images)));
  }

  /** A batch norm that reads images, as it comes or with a scale and a shift for all channels. */
  private static ComputationGraph normed(boolean logarithmic, boolean locked) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .activation(Activation.IDENTITY)
            .graphBuilder()
            .addInputs("in");
    graph.addLayer("c", new ConvolutionLayer.Builder(2, 2).nOut(4).build(), "in");
    BatchNormalization norm =
        new BatchNormalization.Builder()
            .useLogStd(logarithmic)
            .lockGammaBeta(locked)
            .gamma(locked ? 1.5 : 1)
            .beta(locked ? -0.25 : 0)
            .build();
    graph.addLayer("n", norm, "c");
    graph.addLayer(
        "o", new OutputLayer.Builder().activation(Activation.SOFTMAX).nOut(3).build(), "n");
    var configuration =
        graph.setOutputs("o").setInputTypes(InputType.convolutionalFlat(4, 5, 2)).build();
    configuration.setDataType(DataType.DOUBLE);
    ComputationGraph made = new ComputationGraph(configuration);
    made.init();
    made.params().addi(SampleGraphs.random(DataType.DOUBLE, 5, made.numParams()).muli(0.2));
    if (!logarithmic) {
      made.getLayer("n").getParam("var").assign(Nd4j.createFromArray(0.5, 1.5, 2.5, 0.1));
    }
    return made;
  }

  @ParameterizedTest
  @CsvSource({"true, false", "true, true", "false, true", "false, false"})
  void every_batch_norm_survives_export_and_import(boolean logarithmic, boolean locked) {
    ComputationGraph graph = normed(logarithmic, locked);

    ModelExport.write(graph, new long[] {2, 4, 5}, folder);
    ComputationGraph again =
        ModelJson.loadGraph(
            read(folder.resolve(ModelExport.DESCRIPTION)),
            NpzFile.read(folder.resolve(ModelExport.ARRAYS)),
            DataType.DOUBLE);

    INDArray images = SampleGraphs.random(DataType.DOUBLE, 6, 7, 2, 4, 5);
    assertThat(HostArrays.read(again.outputSingle(images)))
        .containsExactly(HostArrays.read(graph.outputSingle(images)), within(1e-12));
  }

  @Test
  void every_layer_of_a_branching_network_lists_its_inputs() throws IOException {
    ComputationGraph graph =
        new ComputationGraph(ModelJson.configuration(new ObjectMapper().readTree(BRANCHING)));
    graph.init();

    JsonNode layers = ModelExport.describe(graph, new long[] {2, 6, 6}).get("layers");

    assertThat(layers).allSatisfy(layer -> assertThat(layer.get("inputs")).isNotEmpty());
  }

  @Test
  void an_activation_inside_a_layer_becomes_a_layer_of_its_own() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                    "dense",
                    new DenseLayer.Builder().nIn(2).nOut(3).activation(Activation.RELU).build(),
                    "in")
                .addLayer("out", new OutputLayer.Builder().nIn(3).nOut(2).build(), "dense")
                .setOutputs("out")
                .build());
    graph.init();

    assertThat(ModelExport.describe(graph, new long[] {2}).get("layers").toString())
        .isEqualTo(
            "[{\"type\":\"linear\",\"name\":\"dense\",\"out\":3},"
                + "{\"type\":\"relu\",\"name\":\"dense-activation\"},"
                + "{\"type\":\"linear\",\"name\":\"out\",\"out\":2}]");
  }

  @Test
  void a_layer_without_a_description_is_named() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                    "dense",
                    new DenseLayer.Builder().nIn(2).nOut(3).activation(Activation.CUBE).build(),
                    "in")
                .addLayer("out", new OutputLayer.Builder().nIn(3).nOut(2).build(), "dense")
                .setOutputs("out")
                .build());
    graph.init();

    assertThatThrownBy(() -> ModelExport.write(graph, new long[] {2}, folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'dense'")
        .hasMessageContaining("cube");
  }
}
