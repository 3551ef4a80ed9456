package org.robustgrid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.engine.plan.Frame;
import org.robustgrid.engine.plan.Variant;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.random.RandomKey;

class LossAtLogitsTest {

  private static final int ROWS = 4;

  private final Loss loss = new CrossEntropy(new int[] {9, 9, 0, 1, 2, 0});

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void losses_and_cotangents_that_cross_are_those_written_in_place(DataType precision) {
    GraphNetwork network = SampleGraphs.CONVOLUTIONS.network(precision);
    Frame frame = network.program(Variant.INFERENCE).frame(ROWS);
    frame.forward(SampleGraphs.images(network, ROWS, 1), RandomKey.of(0));

    double[] losses = new double[ROWS + 2];
    LossAtLogits.evaluate(frame, loss, 2, losses);
    double[] cotangents = HostArrays.read(frame.logitCotangent());
    frame.logitCotangent().assign(0);
    double[] crossed = new double[ROWS + 2];
    LossAtLogits.acrossTheBus(frame, loss, 2, crossed);

    assertThat(crossed).containsExactly(losses);
    assertThat(HostArrays.read(frame.logitCotangent())).containsExactly(cotangents);
    assertThat(cotangents).isNotEqualTo(new double[cotangents.length]);
  }
}
