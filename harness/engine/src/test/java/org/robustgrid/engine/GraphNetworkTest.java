package org.robustgrid.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

class GraphNetworkTest {

  /** Half the squared norm of the logits, plus the row, so that rows can be told apart. */
  private static final Loss LOSS =
      (row, logits, gradient) -> {
        double sum = row;
        for (int c = 0; c < logits.length; c++) {
          sum += logits[c] * logits[c] / 2;
          gradient[c] = logits[c];
        }
        return sum;
      };

  private static GraphNetwork network() {
    return SampleGraphs.RESIDUAL.network(DataType.DOUBLE);
  }

  private static double error(INDArray a, INDArray b) {
    return a.sub(b).amaxNumber().doubleValue();
  }

  @Test
  void a_batch_of_any_size_is_cut_without_changing_its_rows() {
    GraphNetwork network = network();
    INDArray images = SampleGraphs.images(network, 71, 1);

    LossGradient all = network.lossGradient(images, LOSS);
    INDArray logits = all.logits().dup();
    INDArray gradient = all.gradient().dup();

    for (int row : new int[] {0, 63, 64, 68, 70}) {
      INDArray one = images.get(NDArrayIndex.interval(row, row + 1)).reshape(1, 2, 6, 6).dup('c');
      LossGradient alone = network.lossGradient(one, LOSS);
      assertThat(all.losses()[row]).isCloseTo(alone.losses()[0] + row, within(1e-10));
      assertThat(error(alone.logits(), logits.get(NDArrayIndex.interval(row, row + 1))))
          .isLessThan(1e-12);
      assertThat(error(alone.gradient().reshape(72), gradient.slice(row).reshape(72)))
          .isLessThan(1e-12);
    }
    assertThat(error(network.logits(images), logits)).isLessThan(1e-12);
  }

  @Test
  void open_passes_are_independent() {
    GraphNetwork network = network();
    INDArray first = SampleGraphs.images(network, 4, 1);
    INDArray second = SampleGraphs.images(network, 4, 2);
    INDArray cotangents = SampleGraphs.random(DataType.DOUBLE, 3, 4, SampleGraphs.CLASSES);
    INDArray expectedLogits;
    INDArray expected;
    try (Pass pass = network.forward(first, Mode.BATCH_STATISTICS, RandomKey.of(0))) {
      expectedLogits = pass.logits().dup();
      expected = pass.inputGradient(cotangents).dup();
    }

    try (Pass a = network.forward(first, Mode.BATCH_STATISTICS, RandomKey.of(0));
        Pass b = network.forward(second, Mode.BATCH_STATISTICS, RandomKey.of(0))) {
      b.inputGradient(cotangents);

      assertThat(a.logits()).isEqualTo(expectedLogits);
      assertThat(a.inputGradient(cotangents)).isEqualTo(expected);
      assertThat(b.logits()).isNotEqualTo(expectedLogits);
    }
  }

  @Test
  void a_closed_pass_refuses_to_answer() {
    GraphNetwork network = network();
    Pass pass =
        network.forward(SampleGraphs.images(network, 2, 1), Mode.INFERENCE, RandomKey.of(0));
    pass.close();

    assertThatThrownBy(pass::logits).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_copy_shares_nothing() {
    GraphNetwork network = network();
    INDArray images = SampleGraphs.images(network, 3, 1);
    INDArray before = network.logits(images).dup();
    Network copy = network.copy();
    assertThat(copy.logits(images)).isEqualTo(before);

    copy.parameters().muli(2);
    copy.parametersChanged();

    assertThat(network.logits(images)).isEqualTo(before);
    assertThat(copy.logits(images)).isNotEqualTo(before);
  }

  @Test
  void parameter_gradients_add_to_what_is_there() {
    GraphNetwork network = network();
    INDArray images = SampleGraphs.images(network, 3, 1);
    INDArray cotangents = SampleGraphs.random(DataType.DOUBLE, 3, 3, SampleGraphs.CLASSES);
    INDArray once = Nd4j.create(DataType.DOUBLE, network.parameterCount());
    INDArray twice = Nd4j.create(DataType.DOUBLE, network.parameterCount());

    try (Pass pass = network.forward(images, Mode.INFERENCE, RandomKey.of(0))) {
      pass.parameterGradient(cotangents, once);
      pass.parameterGradient(cotangents, twice);
      pass.gradients(cotangents, twice);
    }

    assertThat(error(twice, once.mul(2))).isLessThan(1e-10);
  }

  @Test
  void inference_sees_the_running_statistics_that_training_moved() {
    GraphNetwork network = network();
    INDArray images = SampleGraphs.images(network, 3, 1);
    network.logits(images);

    network.forward(images, Mode.TRAINING, RandomKey.of(0)).close();

    assertThat(error(network.logits(images), network.copy().logits(images))).isLessThan(1e-12);
  }

  @Test
  void batch_statistics_leave_the_running_ones_alone() {
    GraphNetwork network = network();
    INDArray before = network.parameters().dup();

    network
        .forward(SampleGraphs.images(network, 3, 1), Mode.BATCH_STATISTICS, RandomKey.of(0))
        .close();

    assertThat(network.parameters()).isEqualTo(before);
  }

  @Test
  void named_activations_are_those_of_plain_deeplearning4j() {
    GraphNetwork network = network();
    INDArray images = SampleGraphs.images(network, 3, 1);

    Map<String, INDArray> actual = network.activations(images, List.of("c1", "r2", "s2", "p"));

    Map<String, INDArray> expected = network.graph().feedForward(images, false);
    actual.forEach(
        (name, activation) ->
            assertThat(error(activation, expected.get(name))).as(name).isLessThan(1e-12));
  }

  @Test
  void an_unknown_activation_is_refused_with_the_known_ones() {
    GraphNetwork network = network();
    INDArray images = SampleGraphs.images(network, 3, 1);

    assertThatThrownBy(() -> network.activations(images, List.of("c9")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'c9'")
        .hasMessageContaining("c1, b1");
  }

  @Test
  void images_of_another_shape_are_refused_with_both_shapes() {
    GraphNetwork network = network();
    INDArray images = Nd4j.create(DataType.DOUBLE, 3, 1, 6, 6);

    assertThatThrownBy(() -> network.logits(images))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[rows, 2, 6, 6]")
        .hasMessageContaining("[3, 1, 6, 6]");
  }

  @Test
  void what_is_not_a_number_is_not_hidden() {
    for (DataType precision : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      GraphNetwork network = SampleGraphs.CONVOLUTIONS.network(precision);
      INDArray images = SampleGraphs.images(network, 2, 1);
      images.putScalar(new int[] {0, 0, 4, 4}, Double.NaN);

      INDArray logits = network.logits(images);

      assertThat(logits.getDouble(0, 0)).as("%s", precision).isNaN();
      assertThat(logits.getDouble(1, 0)).as("%s", precision).isFinite();
    }
  }

  private static GraphNetwork withDropout() {
    GraphBuilder g = SampleGraphs.builder();
    g.addLayer(
        "d1", new DenseLayer.Builder().nOut(400).activation(Activation.IDENTITY).build(), "input");
    g.addLayer("d2", new DenseLayer.Builder().nOut(4).dropOut(0.75).build(), "d1");
    return (GraphNetwork)
        Networks.create(SampleGraphs.close(g, "d2", InputType.feedForward(5)), DataType.DOUBLE);
  }

  @Test
  void dropout_is_keyed_in_training_and_absent_otherwise() {
    GraphNetwork network = withDropout();
    INDArray images = SampleGraphs.images(network, 3, 1);
    INDArray plain = network.logits(images).dup();

    assertThat(logits(network, images, Mode.BATCH_STATISTICS, 1)).isEqualTo(plain);
    assertThat(logits(network, images, Mode.TRAINING, 1)).isNotEqualTo(plain);
    assertThat(logits(network, images, Mode.TRAINING, 1))
        .isEqualTo(logits(network, images, Mode.TRAINING, 1))
        .isNotEqualTo(logits(network, images, Mode.TRAINING, 2));
  }

  @Test
  void dropout_keeps_the_mean() {
    GraphNetwork network = withDropout();
    INDArray images = SampleGraphs.images(network, 3, 1);
    INDArray mean = Nd4j.create(DataType.DOUBLE, 3, SampleGraphs.CLASSES);
    int draws = 2000;
    for (int draw = 0; draw < draws; draw++) {
      mean.addi(logits(network, images, Mode.TRAINING, draw));
    }

    assertThat(error(mean.divi(draws), network.logits(images))).isLessThan(0.1);
  }

  private static INDArray logits(Network network, INDArray images, Mode mode, long key) {
    try (Pass pass = network.forward(images, mode, RandomKey.of(key))) {
      return pass.logits().dup();
    }
  }

  @Test
  void the_same_configuration_gives_the_same_weights_in_both_precisions() {
    Network single = Networks.create(SampleGraphs.RESIDUAL.configuration(), DataType.FLOAT);
    Network again = Networks.create(SampleGraphs.RESIDUAL.configuration(), DataType.FLOAT);
    Network full = Networks.create(SampleGraphs.RESIDUAL.configuration(), DataType.DOUBLE);

    assertThat(again.parameters()).isEqualTo(single.parameters());
    assertThat(full.parameters()).isEqualTo(single.parameters().castTo(DataType.DOUBLE));
  }
}
