package org.robustgrid.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.robustgrid.engine.Networks;
import org.robustgrid.engine.model.WeightHash;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.run.executor.Executor;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/** The life of networks in the process. */
class TorchNetworkTest {

  private static Executor executor;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    System.setProperty(TorchServer.INTERPRETER, PyTorch.interpreter());
    TorchProvider torch = new TorchProvider();
    executor = torch.start(torch.choose(Map.of("device", "cpu"), Optional.empty(), note -> {}));
  }

  @AfterAll
  static void end() {
    System.clearProperty(TorchServer.INTERPRETER);
    if (executor != null) {
      executor.close();
    }
  }

  private static ComputationGraphConfiguration configuration(int width) {
    return new NeuralNetConfiguration.Builder()
        .seed(11)
        .graphBuilder()
        .addInputs("in")
        .setInputTypes(InputType.feedForward(5))
        .addLayer(
            "hidden",
            new DenseLayer.Builder().nOut(width).activation(Activation.RELU).build(),
            "in")
        .addLayer("norm", new BatchNormalization(), "hidden")
        .addLayer(
            "out",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(3)
                .build(),
            "norm")
        .setOutputs("out")
        .build();
  }

  private static INDArray images(int rows) {
    return Nd4j.linspace(0, 1, rows * 5L, DataType.FLOAT).reshape(rows, 5);
  }

  @Test
  void a_fresh_network_has_the_weights_that_the_engine_gives_it() {
    Network engine = Networks.create(configuration(7), DataType.FLOAT);
    Network torch = executor.create(configuration(7));
    assertThat(torch.parameters()).isEqualTo(engine.parameters());
    assertThat(executor.weightHash(torch)).isEqualTo(WeightHash.of(engine));
    assertThat(torch.classes()).isEqualTo(3);
    assertThat(torch.inputShape()).containsExactly(5);
    engine.close();
    torch.close();
  }

  @Test
  void what_is_saved_is_loaded_as_it_was() {
    Network network = executor.create(configuration(7));
    executor.save(network, folder.resolve("model.zip"));
    Network loaded = executor.load(folder.resolve("model.zip"), new long[] {5});
    assertThat(executor.weightHash(loaded)).isEqualTo(executor.weightHash(network));
    assertThat(loaded.logits(images(4))).isEqualTo(network.logits(images(4)));
  }

  @Test
  void written_parameters_count_once_they_are_announced() {
    Network network = executor.create(configuration(7));
    INDArray before = network.logits(images(4)).dup();
    network.parameters().muli(0.5);
    network.parametersChanged();
    assertThat(network.logits(images(4))).isNotEqualTo(before);
    network.parameters().muli(2);
    network.parametersChanged();
    assertThat(network.logits(images(4))).isEqualTo(before);
  }

  @Test
  void a_copy_has_parameters_of_its_own() {
    Network network = executor.create(configuration(7));
    INDArray before = network.logits(images(4)).dup();
    Network copy = network.copy();
    copy.parameters().muli(0);
    copy.parametersChanged();
    assertThat(copy.logits(images(4))).isNotEqualTo(before);
    assertThat(network.logits(images(4))).isEqualTo(before);
  }

  @Test
  void a_closed_network_is_used_on() {
    Network network = executor.create(configuration(7));
    INDArray before = network.logits(images(4)).dup();
    network.close();
    assertThat(network.logits(images(4))).isEqualTo(before);
  }

  @Test
  void batches_are_cut_into_micro_batches() {
    Network network = executor.create(configuration(7));
    INDArray images = images(150);
    INDArray logits = network.logits(images).dup();
    assertThat(logits.shape()).containsExactly(150, 3);
    int[] labels = new int[150];
    assertThat(
            network.lossGradient(images, LossKind.CROSS_ENTROPY.over(labels, new int[0])).logits())
        .isEqualTo(logits);
  }

  @Test
  void several_passes_are_open_at_once_while_statistics_move() {
    Network network = executor.create(configuration(7));
    INDArray ones = Nd4j.ones(DataType.FLOAT, 4, 3);
    try (Pass first = network.forward(images(4), Mode.INFERENCE, RandomKey.of(1));
        Pass second = network.forward(images(4), Mode.TRAINING, RandomKey.of(1))) {
      INDArray before = first.inputGradient(ones).dup();
      assertThat(second.inputGradient(ones)).isNotEqualTo(before);
      assertThat(first.inputGradient(ones)).isEqualTo(before);
    }
  }

  @Test
  void images_of_another_shape_are_refused() {
    Network network = executor.create(configuration(7));
    assertThatThrownBy(() -> network.logits(Nd4j.zeros(DataType.FLOAT, 2, 6)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of shape [rows, 5], but are FLOAT of shape [2, 6]");
  }

  @Test
  void a_process_that_dies_is_replaced_and_open_passes_say_so() throws Exception {
    try (TorchServer server = PyTorch.server(DataType.FLOAT)) {
      Network network =
          TorchNetwork.of(
              TwoExecutors.graph(Networks.create(configuration(7), DataType.FLOAT)), server, 64);
      List<ProcessHandle> others = ProcessHandle.current().children().toList();
      INDArray before = network.logits(images(4)).dup();
      Pass pass = network.forward(images(4), Mode.INFERENCE, RandomKey.of(1));
      ProcessHandle process =
          ProcessHandle.current()
              .children()
              .filter(child -> !others.contains(child))
              .findFirst()
              .orElseThrow();
      process.destroyForcibly();
      process.onExit().get();
      assertThatThrownBy(() -> pass.inputGradient(Nd4j.ones(DataType.FLOAT, 4, 3)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("the PyTorch process that had run this pass has ended");
      pass.close();
      assertThat(network.logits(images(4))).isEqualTo(before);
    }
  }

  @Test
  void a_device_without_memory_says_what_to_do_and_continues() throws IOException {
    String python =
        PyTorch.command(folder, "ulimit -v 4000000", "exec '" + PyTorch.interpreter() + "' \"$@\"");
    try (TorchServer server = new TorchServer(python, "cpu", DataType.FLOAT)) {
      Network network =
          TorchNetwork.of(
              TwoExecutors.graph(Networks.create(configuration(30_000), DataType.FLOAT)),
              server,
              65_536);
      INDArray before = network.logits(images(1)).dup();
      assertThatThrownBy(() -> network.logits(images(65_536)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("the device cpu has not enough memory for 'logits of [65536, 5]'")
          .hasMessageContaining("--micro-batch");
      assertThat(network.logits(images(1))).isEqualTo(before);
    }
  }
}
