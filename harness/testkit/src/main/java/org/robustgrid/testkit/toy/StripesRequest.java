package org.robustgrid.testkit.toy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.robustgrid.engine.Networks;
import org.robustgrid.engine.model.ModelFile;
import org.robustgrid.engine.training.EpochTrainer;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.defense.Artifacts;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.ModelArtifact;
import org.robustgrid.spi.defense.Trainer;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;

/**
 * A request with striped squares, a small convolutional network and the engine's trainer. Its
 * folder persists when the work is stopped.
 *
 * @param teacher the model that every model parameter names
 */
public record StripesRequest(
    Path folder,
    SampleView training,
    Network teacher,
    long seed,
    Monitor monitor,
    TrainingSettings settings)
    implements DefenseRequest {

  private static final TrainingSettings SHORT =
      TrainingSettings.builder()
          .epochs(2)
          .batchSize(16)
          .learningRate(0.01)
          .cropPadding(1)
          .horizontalFlip(false)
          .build();

  /** Trained for two epochs with random crops. */
  public StripesRequest(
      Path folder, SampleView training, Network teacher, long seed, Monitor monitor) {
    this(folder, training, teacher, seed, monitor, SHORT);
  }

  public static StripesRequest in(Path folder) {
    return new StripesRequest(folder, SampleView.stripes(44), network(9, 3), 1, Monitor.NONE);
  }

  public StripesRequest heardBy(Monitor listener) {
    return new StripesRequest(folder, training, teacher, seed, listener, settings);
  }

  public StripesRequest taughtBy(Network other) {
    return new StripesRequest(folder, training, other, seed, monitor, settings);
  }

  public StripesRequest seeded(long other) {
    return new StripesRequest(folder, training, teacher, other, monitor, settings);
  }

  public StripesRequest trainedBy(TrainingSettings other) {
    return new StripesRequest(folder, training, teacher, seed, monitor, other);
  }

  /** One strided convolution and a dense layer over squares of side 8. */
  public static Network network(long seed, int classes) {
    return Networks.create(
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .weightInit(WeightInit.RELU)
            .convolutionMode(ConvolutionMode.Truncate)
            .activation(Activation.RELU)
            .graphBuilder()
            .addInputs("input")
            .addLayer(
                "conv",
                new ConvolutionLayer.Builder(3, 3).stride(2, 2).padding(1, 1).nOut(4).build(),
                "input")
            .addLayer(
                "output",
                new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                    .activation(Activation.SOFTMAX)
                    .nOut(classes)
                    .build(),
                "conv")
            .setOutputs("output")
            .setInputTypes(InputType.convolutionalFlat(8, 8, 1))
            .build(),
        DataType.FLOAT);
  }

  @Override
  public long[] inputShape() {
    return new long[] {1, 8, 8};
  }

  @Override
  public List<String> classNames() {
    return List.of("left", "middle", "right");
  }

  @Override
  public Domain domain() {
    return Domain.UNIT;
  }

  @Override
  public DataView validation() {
    return SampleView.stripes(12);
  }

  @Override
  public Network newNetwork() {
    return network(seed, 3);
  }

  @Override
  public Network newNetwork(ComputationGraphConfiguration configuration) {
    return Networks.create(configuration, DataType.FLOAT);
  }

  @Override
  public Trainer trainer() {
    return trainer("main");
  }

  @Override
  public Trainer trainer(String purpose) {
    return EpochTrainer.builder()
        .training(training)
        .validation(validation())
        .inputShape(inputShape())
        .classes(3)
        .checkpoints(folder.resolve(purpose))
        .random(RandomKey.of(seed).with("training").with(purpose))
        .monitor(monitor)
        .build();
  }

  @Override
  public void saveNetwork(Network network, Path file) {
    ModelFile.save(network, file);
  }

  @Override
  public Network loadNetwork(Path file) {
    return ModelFile.load(file, DataType.FLOAT);
  }

  @Override
  public Path checkpoints(String purpose) {
    Path own = folder.resolve("own").resolve(purpose);
    try {
      return Files.createDirectories(own);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ModelArtifact model(Parameter<?> parameter) {
    return new ModelArtifact() {
      @Override
      public String weightHash() {
        return "";
      }

      @Override
      public List<Integer> epochs() {
        return List.of();
      }

      @Override
      public Network network() {
        return teacher;
      }

      @Override
      public Network network(int epoch) {
        throw new IllegalArgumentException("no epochs were kept");
      }

      @Override
      public Classifier classifier() {
        throw new IllegalArgumentException("not deployed");
      }
    };
  }

  @Override
  public Artifacts artifacts() {
    return (type, key, producer) -> {
      String name = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
      Path finished = folder.resolve("artifacts").resolve(type).resolve(name);
      Path partial = folder.resolve("artifacts").resolve(type).resolve(name + ".partial");
      try {
        if (!Files.isDirectory(finished)) {
          Files.createDirectories(partial);
          producer.produce(partial);
          Files.move(partial, finished);
        }
        return finished;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  @Override
  public RandomKey random() {
    return RandomKey.of(seed).with("defense");
  }
}
