package org.robustgrid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/** Once buffers exist, passes take no native memory for arrays. */
class SteadyStateTest {

  private static final int ROWS = 67;

  /** A fraction of what the arrays of all the passes would take, were none given back. */
  private static final long GROWTH = 24L << 20;

  private static long memory() {
    System.gc();
    return Pointer.physicalBytes();
  }

  @ParameterizedTest
  @EnumSource(names = {"CONVOLUTIONS", "RESIDUAL", "WIDE_CONVOLUTIONS", "WIDE_RESIDUAL"})
  void many_passes_take_no_more_memory_than_few(SampleGraphs sample) {
    GraphNetwork network = sample.network(DataType.FLOAT);
    INDArray images = SampleGraphs.images(network, ROWS, 1);
    INDArray cotangents = SampleGraphs.random(DataType.FLOAT, 2, ROWS, SampleGraphs.CLASSES);
    INDArray gradient = Nd4j.create(DataType.FLOAT, network.parameterCount());
    Runnable work =
        () -> {
          network.lossGradient(images, (row, logits, slope) -> slope[0] = 1);
          try (Pass pass = network.forward(images, Mode.BATCH_STATISTICS, RandomKey.of(0))) {
            pass.gradients(cotangents, gradient);
            pass.tangent(images);
            pass.tangentParameterGradient(cotangents, cotangents, gradient);
          }
        };
    for (int i = 0; i < 20; i++) {
      work.run();
    }

    long before = memory();
    for (int i = 0; i < 100; i++) {
      work.run();
    }

    assertThat(memory() - before).isLessThan(GROWTH);
  }

  @Test
  void a_pass_takes_the_buffers_of_the_one_before() {
    GraphNetwork network = SampleGraphs.RESIDUAL.network(DataType.FLOAT);
    INDArray images = SampleGraphs.images(network, ROWS, 1);
    INDArray cotangents = SampleGraphs.random(DataType.FLOAT, 2, ROWS, SampleGraphs.CLASSES);

    assertThat(gradientAddress(network, images, cotangents))
        .isEqualTo(gradientAddress(network, images, cotangents));
  }

  private static long gradientAddress(GraphNetwork network, INDArray images, INDArray cotangents) {
    try (Pass pass = network.forward(images, Mode.TRAINING, RandomKey.of(0))) {
      return pass.inputGradient(cotangents).data().address();
    }
  }

  @Test
  void answers_of_micro_batches_stay_where_they_are() {
    GraphNetwork network = SampleGraphs.RESIDUAL.network(DataType.FLOAT);
    INDArray images = SampleGraphs.images(network, ROWS, 1);
    Loss loss = (row, logits, slope) -> slope[0] = 1;

    long first = network.lossGradient(images, loss).gradient().data().address();

    assertThat(network.lossGradient(images, loss).gradient().data().address()).isEqualTo(first);
  }
}
