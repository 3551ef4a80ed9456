package org.robustgrid.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/**
 * What a pass costs on the heap: handles of native calls, but nothing that grows with the batch.
 */
class HeapTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int PASSES = 1_000;

  /** Most bytes of an input gradient, and of a parameter gradient with its forward pass. */
  private static final long BYTES_OF_INPUT_GRADIENT = 32_768;

  private static final long BYTES_OF_PARAMETER_GRADIENT = 49_152;

  private static long bytesEach(Runnable pass) {
    for (int i = 0; i < 50; i++) {
      pass.run();
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < PASSES; i++) {
      pass.run();
    }
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / PASSES;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 16})
  void a_thousand_input_gradients_allocate_handles_only_and_nothing_off_the_heap(int rows) {
    GraphNetwork network = SampleGraphs.WIDE_CONVOLUTIONS.network(DataType.FLOAT);
    INDArray images = SampleGraphs.images(network, rows, 1);
    Loss loss = (row, logits, slope) -> slope[0] = 1;
    network.lossGradient(images, loss);
    OffHeap before = OffHeap.settled();
    assertThat(bytesEach(() -> network.lossGradient(images, loss)))
        .isBetween(1L, BYTES_OF_INPUT_GRADIENT);
    assertThat(OffHeap.now()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 16})
  void a_thousand_parameter_gradients_allocate_handles_only_and_nothing_off_the_heap(int rows) {
    GraphNetwork network = SampleGraphs.WIDE_CONVOLUTIONS.network(DataType.FLOAT);
    INDArray images = SampleGraphs.images(network, rows, 1);
    INDArray cotangents = SampleGraphs.random(DataType.FLOAT, 2, rows, SampleGraphs.CLASSES);
    INDArray gradient = Nd4j.create(DataType.FLOAT, network.parameterCount());
    Runnable work =
        () -> {
          try (Pass pass = network.forward(images, Mode.TRAINING, RandomKey.of(0))) {
            pass.gradients(cotangents, gradient);
          }
        };
    work.run();
    OffHeap before = OffHeap.settled();
    assertThat(bytesEach(work)).isBetween(1L, BYTES_OF_PARAMETER_GRADIENT);
    assertThat(OffHeap.now()).isEqualTo(before);
  }
}
