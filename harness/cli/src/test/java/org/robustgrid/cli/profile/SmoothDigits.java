package org.robustgrid.cli.profile;

import java.util.Arrays;
import java.util.Map;
import java.util.ServiceLoader;
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
import org.robustgrid.engine.training.EpochTrainer;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.objective.MeanLoss;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetProvider;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/**
 * Handwritten digits and a small convolutional network of tanh on them: without kinks, so that
 * gradients, too, move by little where rounding moves a point by little.
 */
final class SmoothDigits {

  /**
   * The most terms that are summed on the way to a logit: 5 × 5, 3 × 3 × 8 and 400, with biases.
   */
  static final int SUMMED = 26 + 73 + 401;

  private SmoothDigits() {}

  static Dataset dataset() {
    DatasetProvider provider =
        ServiceLoader.load(DatasetProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.descriptor().id().equals("mnist-10k"))
            .findFirst()
            .orElseThrow();
    return provider.create(Parameters.of(provider.descriptor(), Map.of()));
  }

  private static ComputationGraphConfiguration configuration(Activation hidden) {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .weightInit(WeightInit.XAVIER)
        .convolutionMode(ConvolutionMode.Truncate)
        .activation(hidden)
        .graphBuilder()
        .addInputs("input")
        .addLayer("first", new ConvolutionLayer.Builder(5, 5).stride(2, 2).nOut(8).build(), "input")
        .addLayer(
            "second", new ConvolutionLayer.Builder(3, 3).stride(2, 2).nOut(16).build(), "first")
        .addLayer(
            "output",
            new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(10)
                .build(),
            "second")
        .setOutputs("output")
        .setInputTypes(InputType.convolutionalFlat(28, 28, 1))
        .build();
  }

  /** Trains for two epochs. */
  static Network train(Dataset dataset) {
    Network network = Networks.create(configuration(Activation.TANH), DataType.FLOAT);
    EpochTrainer.builder()
        .training(dataset.training())
        .inputShape(1, 28, 28)
        .classes(10)
        .random(RandomKey.of(1))
        .build()
        .train(
            network,
            TrainingSettings.builder().epochs(2).batchSize(64).learningRate(0.003).build(),
            (net, batch, gradient) -> {
              try (Pass pass = net.forward(batch.images(), Mode.TRAINING, batch.random())) {
                return MeanLoss.accumulate(pass, new CrossEntropy(batch.labels()), 1, gradient);
              }
            });
    return network;
  }

  /**
   * The network of absolute weights without activations: at an image it gives, logit by logit, the
   * sum of the magnitudes of all terms, to which rounding errors are proportional.
   */
  static Network magnitudes(Network network) {
    Network magnitudes = Networks.create(configuration(Activation.IDENTITY), DataType.FLOAT);
    double[] weights = HostArrays.read(network.parameters());
    HostArrays.write(Arrays.stream(weights).map(Math::abs).toArray(), magnitudes.parameters());
    magnitudes.parametersChanged();
    return magnitudes;
  }
}
