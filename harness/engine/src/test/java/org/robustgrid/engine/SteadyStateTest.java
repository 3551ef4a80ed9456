package org.robustgrid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.spi.Mode;
import org.robustgrid.spi.Pass;
import org.robustgrid.spi.RandomKey;

/** Once buffers exist, passes take no native memory for arrays. */
class SteadyStateTest {

  private static final int ROWS = 67;

  /** A fraction of what the arrays of all the passes would take, were they new in each. */
  private static final long GROWTH = 32L << 20;

  @ParameterizedTest
  @EnumSource(names = {"CONVOLUTIONS", "RESIDUAL"})
  void passesAllocateNoArrays(SampleGraphs sample) {
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
    work.run();
    work.run();

    long before = Pointer.physicalBytes();
    for (int i = 0; i < 200; i++) {
      work.run();
    }

    assertThat(Pointer.physicalBytes() - before).isLessThan(GROWTH);
  }
}
