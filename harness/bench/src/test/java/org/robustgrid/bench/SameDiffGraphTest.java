package org.robustgrid.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.robustgrid.bench.speed.BenchedNetwork;
import org.robustgrid.bench.speed.Plugins;

/** What is compared does the same work. */
class SameDiffGraphTest {

  private static double distance(INDArray a, INDArray b) {
    INDArray other = b.dup('c').reshape(b.length());
    return Transforms.abs(a.dup('c').reshape(a.length()).sub(other)).maxNumber().doubleValue();
  }

  private static double largest(INDArray a) {
    return Transforms.abs(a).maxNumber().doubleValue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STRIDED_CONVOLUTION:2",
        "DENSE:2",
        "BATCH_NORM:2",
        "MAX_POOLING:2",
        "AVERAGE_POOLING:2"
      })
  void both_find_the_same_input_gradient_of_a_layer(String work) {
    BenchedNetwork benched = LayerGraph.network(work);
    SameDiffGraph samediff = SameDiffGraph.of(benched);

    INDArray expected = benched.inputGradient().dup('c');

    assertThat(distance(samediff.inputGradient(), expected)).isLessThan(1e-4 * largest(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"small-cnn:2", "resnet-18:2"})
  void both_classify_alike(String work) {
    BenchedNetwork benched = new Plugins().network(work);
    INDArray expected = benched.forward().dup('c');

    assertThat(distance(SameDiffGraph.of(benched).forward(), expected))
        .isLessThan(1e-3 * largest(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONVOLUTION:2", "BATCH_NORM:2"})
  void both_find_the_same_parameter_gradient(String work) {
    BenchedNetwork benched = LayerGraph.network(work);
    INDArray actual = SameDiffGraph.of(benched).parameterGradient();

    // ours is the flat gradient of the mean, the first layer's in front
    INDArray flat = benched.parameterGradient().dup('c');
    double expected = 0;
    double found = 0;
    for (long i = 0; i < actual.length(); i++) {
      expected += Math.abs(flat.getDouble(i)) * benched.labels().length;
      found += Math.abs(actual.getDouble(i));
    }

    assertThat(found).isCloseTo(expected, withPercentage(0.1));
  }
}
