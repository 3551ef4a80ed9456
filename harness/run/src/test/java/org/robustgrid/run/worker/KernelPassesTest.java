package org.robustgrid.run.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.robustgrid.engine.Networks;
import org.robustgrid.spi.network.Network;

class KernelPassesTest {

  private final List<String> called = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** Its upsampling is executed by Deeplearning4j, which has no tangents. */
  private static Network withoutTangents() {
    return Networks.create(
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .graphBuilder()
            .addInputs("input")
            .setInputTypes(InputType.convolutionalFlat(4, 4, 1))
            .addLayer(
                "convolution",
                new ConvolutionLayer.Builder(3, 3).nOut(2).activation(Activation.RELU).build(),
                "input")
            .addLayer("upsampling", new Upsampling2D.Builder(2).build(), "convolution")
            .addLayer(
                "output",
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(2)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "upsampling")
            .setOutputs("output")
            .build(),
        DataType.FLOAT);
  }

  /** A network that fails in one method. */
  private Network failing(String method, Throwable failure) {
    Network network = withoutTangents();
    return (Network)
        Proxy.newProxyInstance(
            Network.class.getClassLoader(),
            new Class<?>[] {Network.class},
            (proxy, called, arguments) -> {
              this.called.add(called.getName());
              if (called.getName().equals(method)) {
                throw failure;
              }
              try {
                return called.invoke(network, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private KernelPasses passes(Network network) {
    return new KernelPasses(network, 2, notes::add);
  }

  @Test
  void leaveTangentsOutWhereALayerHasNone() {
    passes(withoutTangents()).train(4);

    assertThat(notes)
        .singleElement()
        .asString()
        .contains("kernels of tangents of 4 samples are not measured", "upsampling");
  }

  @Test
  void leaveInputGradientsOutThatMemoryDoesNotHold() {
    passes(failing("lossGradient", new OutOfMemoryError("too large"))).attack(32);

    assertThat(notes)
        .containsExactly(
            "kernels of input gradients of 32 samples are not measured: too large",
            "kernels of input gradients of 16 samples are not measured: too large");
    assertThat(called).filteredOn("logits"::equals).hasSize(2);
  }

  @Test
  void leaveTrainingOutThatMemoryDoesNotHoldAlsoWhereNd4jWrappedTheError() {
    passes(failing("forward", new IllegalStateException(new OutOfMemoryError("native")))).train(4);

    assertThat(notes).singleElement().asString().contains("kernels of training passes of 4");
  }

  @Test
  void hideNoOtherFailure() {
    KernelPasses passes = passes(failing("forward", new IllegalStateException("a bug")));

    assertThatThrownBy(() -> passes.train(4)).hasMessage("a bug");
  }
}
