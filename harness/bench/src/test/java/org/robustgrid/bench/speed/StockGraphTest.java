package org.robustgrid.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.robustgrid.spi.network.Architecture;

/** What is compared does the same work. */
class StockGraphTest {

  private static final int BATCH = 6;

  private static final Architecture CONVOLUTION =
      request ->
          new NeuralNetConfiguration.Builder()
              .seed(request.seed())
              .weightInit(WeightInit.RELU)
              .activation(Activation.RELU)
              .graphBuilder()
              .addInputs("input")
              .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "input")
              .addLayer(
                  "output",
                  new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                      .activation(Activation.SOFTMAX)
                      .nOut(request.classes())
                      .build(),
                  "conv")
              .setOutputs("output")
              .setInputTypes(InputType.convolutionalFlat(8, 8, 1))
              .build();

  private final BenchedNetwork benched =
      BenchedNetwork.of(CONVOLUTION, new long[] {1, 8, 8}, BATCH);
  private final StockGraph stock = StockGraph.of(benched);

  private static double distance(INDArray a, INDArray b) {
    INDArray flat = b.reshape(b.length());
    return Transforms.abs(a.reshape(a.length()).sub(flat)).maxNumber().doubleValue();
  }

  @Test
  void both_classify_alike() {
    assertThat(distance(Transforms.softmax(benched.forward(), true), stock.forward()))
        .isLessThan(1e-5);
  }

  @Test
  void both_find_the_same_input_gradient() {
    assertThat(distance(benched.inputGradient(), stock.inputGradient())).isLessThan(1e-5);
  }

  @Test
  void both_find_the_same_parameter_gradient() {
    // Deeplearning4j divides by the rows when it updates parameters, not before
    INDArray mean = stock.parameterGradient().div(BATCH);

    assertThat(distance(benched.parameterGradient(), mean)).isLessThan(1e-5);
  }
}
