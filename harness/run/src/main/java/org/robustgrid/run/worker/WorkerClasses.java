package org.robustgrid.run.worker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.run.executor.Executor;
import org.robustgrid.run.executor.ExecutorProvider;
import org.robustgrid.run.executor.Executors;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/**
 * Loads the classes that a worker loads before its first attack, so that the launcher can have Java
 * archive them when it ends; computes a small network once.
 */
public final class WorkerClasses {

  private static final int SIDE = 8;
  private static final int CLASSES = 10;

  private WorkerClasses() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    ExecutorProvider provider = Executors.find(Executors.STANDARD).orElseThrow();
    Map<String, String> settings = provider.choose(Map.of(), Optional.empty(), note -> {});
    PluginRegistry.unchanged(List.of(), Set.of());
    try (Executor executor = provider.start(settings);
        Network network = executor.create(configuration())) {
      compute(network);
    }
  }

  private static ComputationGraphConfiguration configuration() {
    return new NeuralNetConfiguration.Builder()
        .activation(Activation.RELU)
        .graphBuilder()
        .addInputs("input")
        .addLayer("convolution", new ConvolutionLayer.Builder(3, 3).nOut(16).build(), "input")
        .addLayer("dense", new DenseLayer.Builder().nOut(16).build(), "convolution")
        .addLayer(
            "output",
            new OutputLayer.Builder().activation(Activation.SOFTMAX).nOut(CLASSES).build(),
            "dense")
        .setInputTypes(InputType.convolutionalFlat(SIDE, SIDE, 1))
        .setOutputs("output")
        .build();
  }

  private static void compute(Network network) {
    try (Pass pass =
        network.forward(
            Nd4j.rand(network.precision(), 2, 1, SIDE, SIDE), Mode.INFERENCE, RandomKey.of(0))) {
      pass.inputGradient(Nd4j.ones(network.precision(), 2, CLASSES));
    }
  }
}
