package org.robustgrid.models.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.robustgrid.engine.Networks;
import org.robustgrid.engine.model.ModelJson;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.onnx.export.OnnxExport;
import org.robustgrid.models.weights.SafetensorsExport;
import org.robustgrid.models.weights.StateDict;
import org.robustgrid.models.weights.WeightsFile;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Network;

/** What is exported is read again, and answers the same. */
class ExportTest {

  @TempDir private Path folder;

  private static ComputationGraphConfiguration network() {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .activation(Activation.IDENTITY)
        .convolutionMode(ConvolutionMode.Truncate)
        .graphBuilder()
        .addInputs("in")
        .addLayer(
            "stem",
            new ConvolutionLayer.Builder(3, 3)
                .nOut(4)
                .padding(1, 1)
                .activation(Activation.RELU)
                .build(),
            "in")
        .addLayer("norm", new BatchNormalization.Builder().build(), "stem")
        .addLayer("silu", new ActivationLayer(Activation.SWISH), "norm")
        .addLayer(
            "same",
            new ConvolutionLayer.Builder(2, 2)
                .nOut(4)
                .convolutionMode(ConvolutionMode.Same)
                .hasBias(false)
                .build(),
            "silu")
        .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "same", "norm")
        .addLayer("drop", new DropoutLayer(0.5), "sum")
        .addLayer(
            "max",
            new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build(),
            "drop")
        .addLayer(
            "average",
            new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG)
                .kernelSize(3, 3)
                .stride(2, 2)
                .padding(1, 1)
                .build(),
            "drop")
        .addVertex("both", new MergeVertex(), "max", "average")
        .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), "both")
        .addLayer(
            "hidden", new DenseLayer.Builder().nOut(6).activation(Activation.ELU).build(), "pool")
        .addLayer("mish", new ActivationLayer(Activation.MISH), "hidden")
        .addLayer(
            "out",
            new OutputLayer.Builder(new LossMCXENT())
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build(),
            "mish")
        .setOutputs("out")
        .setInputTypes(InputType.convolutionalFlat(6, 6, 2))
        .build();
  }

  private static double[] logits(Network network, INDArray images) {
    return HostArrays.read(network.logits(images));
  }

  @Test
  void a_network_of_layers_answers_the_same_as_onnx() {
    INDArray images = Nd4j.rand(DataType.DOUBLE, 5, 2, 6, 6);
    Path file = folder.resolve("model.onnx");
    try (Network network = Networks.create(network(), DataType.DOUBLE)) {
      network.parameters().addi(Nd4j.rand(network.parameters().shape()).muli(0.1));
      network.parametersChanged();
      OnnxExport.write(network, file);
      try (Network again = ModelFormats.read(file, ImportSettings.NONE).network(DataType.DOUBLE)) {
        assertThat(logits(again, images)).containsExactly(logits(network, images), within(1e-9));
        assertThat(again.inputShape()).containsExactly(2, 6, 6);
      }
    }
  }

  @Test
  void weights_answer_the_same_as_safetensors_beside_their_description() throws IOException {
    String description =
        "{\"input\":[2,3,3],\"classes\":4,\"layers\":["
            + "{\"type\":\"conv2d\",\"name\":\"c\",\"out\":3,\"kernel\":2},"
            + "{\"type\":\"batchnorm\",\"name\":\"n\",\"eps\":1e-5},"
            + "{\"type\":\"flatten\",\"name\":\"f\"},"
            + "{\"type\":\"linear\",\"name\":\"z\",\"out\":4}]}";
    Path file = folder.resolve("model.safetensors");
    INDArray images = Nd4j.rand(DataType.DOUBLE, 5, 2, 3, 3);
    var layers = new ObjectMapper().readTree(description);
    try (Network network = Networks.create(ModelJson.configuration(layers), DataType.DOUBLE)) {
      SafetensorsExport.write(network, file);
      StateDict weights = WeightsFile.read(file);
      Map<String, INDArray> arrays = new java.util.HashMap<>();
      weights
          .tensors()
          .forEach(
              (name, tensor) ->
                  arrays.put(
                      ModelJson.PREFIX + name,
                      Nd4j.createFromArray(tensor.values()).reshape(tensor.shape())));
      try (Network again = ModelJson.load(layers, arrays, DataType.DOUBLE)) {
        assertThat(logits(again, images)).containsExactly(logits(network, images));
      }
    }
    assertThat(Files.size(file) % 8).isZero();
  }

  @Test
  void a_layer_that_onnx_files_do_not_get_is_named() {
    ComputationGraphConfiguration odd =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs("in")
            .addLayer("first", new DenseLayer.Builder().nIn(2).nOut(2).build(), "in")
            .addVertex("twice", new ScaleVertex(2), "first")
            .addLayer(
                "out",
                new OutputLayer.Builder(new LossMCXENT())
                    .nIn(2)
                    .nOut(2)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "twice")
            .setOutputs("out")
            .setInputTypes(InputType.feedForward(2))
            .build();
    try (Network network = Networks.create(odd, DataType.FLOAT)) {
      assertThatThrownBy(() -> OnnxExport.write(network, folder.resolve("odd.onnx")))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("'twice'", "ScaleVertex");
    }
    assertThat(List.of(folder.toFile().list())).isEmpty();
  }
}
