package org.robustgrid.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.network.Architecture;
import org.robustgrid.spi.network.ArchitectureDescriptor;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.spi.network.ArchitectureRequest;

class ArchitectureContractTest {

  @TempDir Path folder;

  private static ComputationGraphConfiguration dense(long[] shape, int classes, long seed) {
    InputType type =
        shape.length == 1
            ? InputType.feedForward(shape[0])
            : InputType.convolutional(shape[1], shape[2], shape[0]);
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .weightInit(WeightInit.XAVIER)
        .graphBuilder()
        .addInputs("input")
        .addLayer(
            "hidden", new DenseLayer.Builder().nOut(4).activation(Activation.TANH).build(), "input")
        .addLayer(
            "output",
            new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(classes)
                .build(),
            "hidden")
        .setOutputs("output")
        .setInputTypes(type)
        .build();
  }

  private List<String> violations(Architecture architecture) {
    ArchitectureProvider provider =
        new ArchitectureProvider() {
          @Override
          public ArchitectureDescriptor descriptor() {
            return ArchitectureDescriptor.builder("planted", "Planted.").build();
          }

          @Override
          public Architecture create(Parameters parameters) {
            return architecture;
          }
        };
    return ArchitectureContract.checks(provider, Map.of(), new long[] {5}, folder).stream()
        .flatMap(check -> check.violations().stream().map(what -> check.name() + ": " + what))
        .toList();
  }

  private static ComputationGraphConfiguration dense(ArchitectureRequest request) {
    return dense(request.inputShape(), request.classes(), request.seed());
  }

  @Test
  void a_sound_architecture_breaks_nothing() {
    assertThat(violations(ArchitectureContractTest::dense)).isEmpty();
  }

  @Test
  void a_seed_that_is_ignored_is_found_in_each_precision() {
    assertThat(violations(request -> dense(request.inputShape(), request.classes(), 7)))
        .containsExactly(
            "gives other weights from another seed: in float: another seed gives the same weights",
            "gives other weights from another seed: in double: another seed gives the same"
                + " weights");
  }

  @Test
  void a_number_of_classes_that_is_ignored_is_found() {
    assertThat(violations(request -> dense(request.inputShape(), 3, request.seed())))
        .containsExactly(
            "serves any number of classes: asked for 2 classes it answers for 3",
            "serves any number of classes: asked for 7 classes it answers for 3");
  }

  @Test
  void inputs_that_fit_and_then_do_not_are_found() {
    assertThat(
            violations(
                request -> {
                  if (request.inputShape().length == 3 && request.inputShape()[0] == 3) {
                    throw new ArithmeticException("no colours");
                  }
                  return dense(request);
                }))
        .singleElement()
        .asString()
        .contains("inputs of shape [3, 32, 32] fit, but it throws", "no colours");
  }
}
