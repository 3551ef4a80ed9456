package org.robustgrid.run.plugins;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.network.Architecture;
import org.robustgrid.spi.network.ArchitectureDescriptor;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.spi.network.ArchitectureRequest;

/** One hidden layer of ReLUs. */
public final class DenseProvider implements ArchitectureProvider {

  private static final Parameter<Integer> WIDTH =
      Parameter.integer("width", 8, "hidden units").atLeast(1);

  private static final ArchitectureDescriptor DESCRIPTOR =
      ArchitectureDescriptor.builder("dense", "One hidden layer.").parameters(WIDTH).build();

  @Override
  public ArchitectureDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Architecture create(Parameters parameters) {
    long width = parameters.get(WIDTH);
    return request -> configuration(request, width);
  }

  private static ComputationGraphConfiguration configuration(
      ArchitectureRequest request, long width) {
    long[] shape = request.inputShape();
    long features = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    DenseLayer hidden =
        new DenseLayer.Builder().nIn(features).nOut(width).activation(Activation.RELU).build();
    ComputationGraphConfiguration.GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(request.seed())
            .weightInit(WeightInit.RELU)
            .graphBuilder()
            .addInputs("input");
    if (shape.length == 1) {
      graph.addLayer("hidden", hidden, "input");
    } else {
      graph.addLayer(
          "hidden",
          hidden,
          new CnnToFeedForwardPreProcessor(shape[1], shape[2], shape[0]),
          "input");
    }
    return graph
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
