package org.robustgrid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/** The kernels for float, some of which are others, agree with those for double. */
class PrecisionTest {

  private static final int ROWS = 6;
  private static final double TOLERANCE = 1e-4;

  private static void assertAgree(INDArray single, INDArray full) {
    double largest = full.amaxNumber().doubleValue();
    double error = single.castTo(DataType.DOUBLE).sub(full).amaxNumber().doubleValue();
    assertThat(error / largest).isLessThan(TOLERANCE);
  }

  private static INDArray both(GraphNetwork network, Mode mode, INDArray into, boolean second) {
    INDArray images = SampleGraphs.images(network, ROWS, 31);
    INDArray v = SampleGraphs.images(network, ROWS, 32);
    DataType precision = network.precision();
    INDArray cotangents = SampleGraphs.random(precision, 33, ROWS, SampleGraphs.CLASSES);
    INDArray others = SampleGraphs.random(precision, 34, ROWS, SampleGraphs.CLASSES);
    try (Pass pass = network.forward(images, mode, RandomKey.of(0))) {
      if (!second) {
        return pass.gradients(cotangents, into).dup();
      }
      pass.tangent(v);
      pass.tangentParameterGradient(cotangents, others, into);
      return pass.tangentInputGradient(cotangents, others).dup();
    }
  }

  private static void compare(SampleGraphs sample, Mode mode, boolean second) {
    GraphNetwork single = sample.network(DataType.FLOAT);
    GraphNetwork full = sample.network(DataType.DOUBLE);
    full.parameters().assign(single.parameters().castTo(DataType.DOUBLE));
    full.parametersChanged();
    INDArray ofSingle = Nd4j.create(DataType.FLOAT, single.parameterCount());
    INDArray ofFull = Nd4j.create(DataType.DOUBLE, full.parameterCount());

    assertAgree(both(single, mode, ofSingle, second), both(full, mode, ofFull, second));
    assertAgree(ofSingle, ofFull);
  }

  @ParameterizedTest
  @EnumSource
  void first_order_in_inference_mode(SampleGraphs sample) {
    compare(sample, Mode.INFERENCE, false);
  }

  @ParameterizedTest
  @EnumSource
  void first_order_with_batch_statistics(SampleGraphs sample) {
    compare(sample, Mode.BATCH_STATISTICS, false);
  }

  @ParameterizedTest
  @EnumSource(names = "FALLBACK", mode = EnumSource.Mode.EXCLUDE)
  void second_order_in_inference_mode(SampleGraphs sample) {
    compare(sample, Mode.INFERENCE, true);
  }

  @ParameterizedTest
  @EnumSource(names = "FALLBACK", mode = EnumSource.Mode.EXCLUDE)
  void second_order_with_batch_statistics(SampleGraphs sample) {
    compare(sample, Mode.BATCH_STATISTICS, true);
  }
}
