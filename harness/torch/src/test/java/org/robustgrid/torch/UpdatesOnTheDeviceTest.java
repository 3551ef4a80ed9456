package org.robustgrid.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.robustgrid.engine.GraphBacked;
import org.robustgrid.engine.Networks;
import org.robustgrid.engine.model.NpzFile;
import org.robustgrid.engine.training.EpochTrainer;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.objective.MeanLoss;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.defense.TrainingSettings.DecayOn;
import org.robustgrid.spi.defense.TrainingSettings.Optimizer;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/** Trainings whose parameters, gradients and state stay in the process. */
class UpdatesOnTheDeviceTest {

  /** Two steps of six samples an epoch. */
  private static final DataView DATA =
      new DataView() {
        @Override
        public int size() {
          return 12;
        }

        @Override
        public void read(int[] indices, float[] images, int[] labels) {
          for (int i = 0; i < indices.length; i++) {
            RandomStream random = RandomKey.of(indices[i]).stream();
            for (int p = 0; p < 5; p++) {
              images[i * 5 + p] = (float) random.nextDouble();
            }
            labels[i] = label(indices[i]);
          }
        }

        @Override
        public int label(int index) {
          return index % 3;
        }
      };

  private static final TrainingStep STEP =
      (network, batch, gradient) -> {
        CrossEntropy loss = new CrossEntropy(batch.labels());
        try (Pass first = network.forward(batch.images(), Mode.TRAINING, batch.random());
            Pass second = network.forward(batch.images(), Mode.INFERENCE, batch.random())) {
          return MeanLoss.accumulate(first, loss, 1, gradient)
              + MeanLoss.accumulate(second, loss, 0.5, gradient);
        }
      };

  private static TorchServer server;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    server = PyTorch.server(DataType.DOUBLE);
  }

  @AfterAll
  static void end() {
    if (server != null) {
      server.close();
    }
  }

  private static TorchNetwork network() {
    var configuration =
        new NeuralNetConfiguration.Builder()
            .seed(11)
            .graphBuilder()
            .addInputs("in")
            .setInputTypes(InputType.feedForward(5))
            .addLayer(
                "hidden",
                new DenseLayer.Builder().nOut(7).activation(Activation.TANH).build(),
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
    return TorchNetwork.of(
        GraphBacked.graphOf(Networks.create(configuration, DataType.DOUBLE)), server, 64);
  }

  /** A network that leaves the updates to the trainer. */
  private static Network plain(TorchNetwork network) {
    return (Network)
        Proxy.newProxyInstance(
            Network.class.getClassLoader(),
            new Class<?>[] {Network.class, GraphBacked.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(network, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void train(
      Network network, TrainingSettings settings, TrainingStep step, Path checkpoints) {
    EpochTrainer.builder()
        .training(DATA)
        .validation(DATA)
        .inputShape(5)
        .classes(3)
        .random(RandomKey.of(3))
        .checkpoints(checkpoints)
        .build()
        .train(network, settings, step);
  }

  private static TrainingSettings.Builder settings(Optimizer optimizer, boolean nesterov) {
    return TrainingSettings.builder()
        .epochs(2)
        .batchSize(6)
        .optimizer(optimizer)
        .nesterov(nesterov)
        .learningRate(0.05)
        .schedule(TrainingSettings.Schedule.COSINE);
  }

  private static void same(String what, INDArray actual, INDArray expected) {
    double[] found = HostArrays.read(actual);
    double[] wanted = HostArrays.read(expected);
    assertThat(found).as(what).hasSameSizeAs(wanted);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i])
          .as(what + " at " + i)
          .isCloseTo(wanted[i], within(1e-12 * Math.max(1e-3, Math.abs(wanted[i]))));
    }
  }

  private void trainsTheSame(TrainingSettings settings, TrainingStep step) {
    TorchNetwork there = network();
    Network here = plain(network());
    INDArray before = there.parameters().dup();
    INDArray kept = there.parameters();
    train(there, settings, step, folder.resolve("there"));
    train(here, settings, step, folder.resolve("here"));
    assertThat(kept).isNotEqualTo(before);
    same("parameters", kept, here.parameters());
    var expected = NpzFile.read(folder.resolve("here").resolve("checkpoint.npz"));
    var actual = NpzFile.read(folder.resolve("there").resolve("checkpoint.npz"));
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    assertThat(actual.get("fingerprint")).isEqualTo(expected.get("fingerprint"));
    for (String name : expected.keySet()) {
      assertThat(actual.get(name).shape()).as(name).isEqualTo(expected.get(name).shape());
      if (!name.equals("fingerprint")) {
        same(name, actual.get(name), expected.get(name));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"ADAM,false", "SGD,false", "SGD,true"})
  void training_ends_as_with_the_trainers_own_updates(Optimizer optimizer, boolean nesterov) {
    trainsTheSame(settings(optimizer, nesterov).build(), STEP);
  }

  @ParameterizedTest
  @CsvSource({"ADAM,KERNELS", "SGD,ALL"})
  void clipping_decay_averages_and_selection_are_those_of_the_trainer(
      Optimizer optimizer, DecayOn on) {
    trainsTheSame(
        settings(optimizer, true)
            .gradientClip(0.1)
            .weightDecay(1e-2)
            .weightDecayOn(on)
            .averageDecay(0.8)
            .selectBestEpoch(true)
            .build(),
        STEP);
  }

  @Test
  void a_step_may_read_and_write_the_gradient_and_read_the_parameters() {
    trainsTheSame(
        settings(Optimizer.SGD, true).build(),
        (network, batch, gradient) -> {
          double loss = STEP.accumulate(network, batch, gradient);
          INDArray weights = network.parameters();
          gradient.get(NDArrayIndex.interval(2, 4)).muli(2);
          gradient.putScalar(0, gradient.getDouble(1) + weights.getDouble(3));
          STEP.accumulate(network, batch, gradient);
          return loss + weights.norm2Number().doubleValue();
        });
  }

  @Test
  void a_step_may_leave_the_gradient_empty() {
    trainsTheSame(
        settings(Optimizer.ADAM, false).build(),
        (network, batch, gradient) ->
            batch.step() == 0 ? 0 : STEP.accumulate(network, batch, gradient));
  }

  @ParameterizedTest
  @CsvSource({"ADAM", "SGD"})
  void a_training_killed_in_an_epoch_ends_with_the_same_weights(Optimizer optimizer) {
    TrainingSettings settings =
        settings(optimizer, true).epochs(3).weightDecay(1e-2).averageDecay(0.8).build();
    TorchNetwork undisturbed = network();
    train(undisturbed, settings, STEP, folder.resolve("undisturbed"));
    TorchNetwork killed = network();
    assertThatThrownBy(
            () ->
                train(
                    killed,
                    settings,
                    (network, batch, gradient) -> {
                      if (batch.epoch() == 1 && batch.step() == 1) {
                        throw new IllegalStateException("killed");
                      }
                      return STEP.accumulate(network, batch, gradient);
                    },
                    folder.resolve("killed")))
        .hasMessage("killed");
    TorchNetwork resumed = network();
    train(resumed, settings, STEP, folder.resolve("killed"));
    assertThat(resumed.parameters().toDoubleVector())
        .isEqualTo(undisturbed.parameters().toDoubleVector());
  }

  @Test
  void old_views_of_parameters_are_not_written_to_in_a_training() {
    TorchNetwork network = network();
    INDArray view = network.parameters().get(NDArrayIndex.interval(0, 2));
    TrainingStep step =
        (n, batch, gradient) -> {
          if (batch.step() == 1) {
            view.addi(1);
            n.parametersChanged();
          }
          return STEP.accumulate(n, batch, gradient);
        };
    assertThatThrownBy(() -> train(network, settings(Optimizer.SGD, true).build(), step, folder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("read them again by parameters() first");
  }
}
