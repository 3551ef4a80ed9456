package org.robustgrid.core.plugins;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.robustgrid.spi.Architecture;
import org.robustgrid.spi.ArchitectureProvider;
import org.robustgrid.spi.ArchitectureRequest;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.ParameterDeclaration;
import org.robustgrid.spi.Parameters;

/** One hidden layer of ReLUs. */
public final class DenseProvider implements ArchitectureProvider {

  private static final Descriptor DESCRIPTOR =
      Descriptor.builder("dense", "One hidden layer.")
          .parameters(ParameterDeclaration.integer("width", 8, "hidden units").atLeast(1))
          .build();

  @Override
  public Descriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Architecture create(Parameters parameters) {
    long width = parameters.integer("width");
    return request -> configuration(request, width);
  }

  private static ComputationGraphConfiguration configuration(
      ArchitectureRequest request, long width) {
    long features = request.inputShape()[0];
    return new NeuralNetConfiguration.Builder()
        .seed(request.seed())
        .weightInit(WeightInit.RELU)
        .graphBuilder()
        .addInputs("input")
        .addLayer(
            "hidden",
            new DenseLayer.Builder().nIn(features).nOut(width).activation(Activation.RELU).build(),
            "input")
        .addLayer(
            "output",
            new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nIn(width)
                .nOut(request.classes())
                .activation(Activation.SOFTMAX)
                .build(),
            "hidden")
        .setOutputs("output")
        .build();
  }
}
