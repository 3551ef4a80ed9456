package org.robustgrid.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.expectation.WeightedGradients;

class WeightedGradientsTest {

  private static final int ROWS = 3;

  private static INDArray gradient(double first) {
    return Nd4j.linspace(DataType.DOUBLE, first, 1, ROWS * 8).reshape('c', ROWS, 2, 2, 2);
  }

  @Test
  void the_mean_is_weighed_row_by_row() {
    WeightedGradients gradients = new WeightedGradients();
    gradients.begin(ROWS, ROWS * 8);
    gradients.add(gradient(0), new double[] {0, -2000, Math.log(3)});
    gradients.add(gradient(100), new double[] {0, -2000 + Math.log(3), 0});
    double[] mean = HostArrays.read(gradients.mean(gradient(0)));
    double[] plain = HostArrays.read(gradient(0));
    double[] shifts = {50, 75, 25};
    for (int i = 0; i < mean.length; i++) {
      assertThat(mean[i]).isCloseTo(plain[i] + shifts[i / 8], within(1e-10));
    }
  }

  @Test
  void a_new_beginning_forgets_what_was_added() {
    WeightedGradients gradients = new WeightedGradients();
    gradients.begin(ROWS, ROWS * 8);
    gradients.add(gradient(7), new double[ROWS]);
    gradients.mean(gradient(7));
    gradients.begin(ROWS, ROWS * 8);
    gradients.add(gradient(1), new double[ROWS]);
    assertThat(HostArrays.read(gradients.mean(gradient(1)).castTo(DataType.DOUBLE)))
        .containsExactly(HostArrays.read(gradient(1)), within(1e-12));
  }

  @Test
  void the_mean_has_the_shape_and_precision_of_the_images() {
    WeightedGradients gradients = new WeightedGradients();
    INDArray like = gradient(1).castTo(DataType.FLOAT);
    gradients.begin(ROWS, ROWS * 8);
    gradients.add(like, new double[ROWS]);
    INDArray mean = gradients.mean(like);
    assertThat(mean.dataType()).isEqualTo(DataType.FLOAT);
    assertThat(mean.shape()).containsExactly(ROWS, 2, 2, 2);
  }
}
