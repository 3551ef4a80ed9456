package org.robustgrid.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.robustgrid.engine.model.ParameterLayout;

/** What a process is told of a network; needs no PyTorch. */
class GraphStepsTest {

  private static ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutionalFlat(4, 4, 2))
                .addLayer(
                    "a",
                    new ConvolutionLayer.Builder(3, 3)
                        .nOut(5)
                        .padding(1, 1)
                        .activation(Activation.RELU)
                        .build(),
                    "in")
                .addLayer("b", new BatchNormalization(), "a")
                .addLayer(
                    "out",
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nOut(3)
                        .build(),
                    "b")
                .setOutputs("out")
                .build());
    graph.init();
    return graph;
  }

  private static GraphSteps steps() {
    return GraphSteps.of(graph(), new long[] {2, 4, 4});
  }

  @Test
  void layers_become_steps_that_read_one_another() {
    assertThat(steps().steps())
        .extracting(step -> step.get("op"))
        .containsExactly("convolution", "function", "batch-norm", "reshape", "linear");
    assertThat(steps().steps().get(1)).containsEntry("from", java.util.List.of("a/linear"));
    assertThat(steps().output()).isEqualTo("out");
  }

  @Test
  void vertices_have_the_shapes_of_their_results() {
    Map<String, long[]> shapes = steps().shapes();
    assertThat(shapes).containsOnlyKeys("a", "b", "out");
    assertThat(shapes.get("a")).containsExactly(5, 4, 4);
    assertThat(shapes.get("out")).containsExactly(3);
  }

  @Test
  void running_statistics_are_not_trained() {
    assertThat(steps().statistics())
        .extracting(ParameterLayout.Slot::key)
        .containsExactlyInAnyOrder("mean", "log10stdev");
  }

  @Test
  void the_softmax_before_the_loss_is_left_out() {
    assertThat(steps().steps()).noneMatch(step -> step.get("op").equals("softmax"));
  }
}
