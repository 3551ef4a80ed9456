package org.robustgrid.defenses.diffusion;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.robustgrid.numerics.diffusion.DenoiserShape;

/**
 * Creates the configuration of the denoiser. For images: four 3×3 convolutions with SiLU, the
 * second with stride 2, and a dense output. For features: two hidden dense layers and a dense
 * output.
 */
final class DenoiserNetwork {

  private DenoiserNetwork() {}

  /**
   * Creates the configuration.
   *
   * @param width channels of the first convolution, doubled after the stride; for features, hidden
   *     units
   */
  static ComputationGraphConfiguration configuration(DenoiserShape shape, int width, long seed) {
    var builder =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .weightInit(WeightInit.RELU)
            .convolutionMode(ConvolutionMode.Truncate)
            .activation(Activation.SWISH)
            .graphBuilder()
            .addInputs("input");
    long[] input = shape.input();
    String last;
    if (input.length == 3) {
      builder
          .addLayer("conv1", convolution(width, 1), "input")
          .addLayer("conv2", convolution(2 * width, 2), "conv1")
          .addLayer("conv3", convolution(2 * width, 1), "conv2")
          .addLayer("conv4", convolution(16, 1), "conv3")
          .setInputTypes(InputType.convolutionalFlat(input[1], input[2], input[0]));
      last = "conv4";
    } else {
      builder
          .addLayer("hidden1", new DenseLayer.Builder().nOut(width).build(), "input")
          .addLayer("hidden2", new DenseLayer.Builder().nOut(width).build(), "hidden1")
          .setInputTypes(InputType.feedForward(input[0]));
      last = "hidden2";
    }
    return builder
        .addLayer(
            "output",
            new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                .activation(Activation.IDENTITY)
                .nOut(shape.length())
                .build(),
            last)
        .setOutputs("output")
        .build();
  }

  private static ConvolutionLayer convolution(int channels, int stride) {
    return new ConvolutionLayer.Builder(3, 3)
        .stride(stride, stride)
        .padding(1, 1)
        .nOut(channels)
        .build();
  }
}
