package org.robustgrid.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.kernel.Convolution;
import org.robustgrid.engine.kernel.Window;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.random.RandomKey;

/** A convolution of 512 channels over 4×4 pixels against planes in double. */
class BlockedConvolutionTest {

  static {
    NativeLibrary.select();
  }

  private static final int ROWS = 2;
  private static final int CHANNELS = 512;

  private final OneDnn oneDnn = OneDnn.get();
  private final Window window = new Window(4, 4, 3, 3, 1, 1, 1, 1, 1, 1);
  private final Images images = new Images(CHANNELS, 4, 4, false);
  private final INDArray x = noise(1, ROWS, CHANNELS, 4, 4);
  private final INDArray weights = noise(2, CHANNELS, CHANNELS, 3, 3).muli(1.0 / 64);
  private final INDArray cotangent = noise(3, ROWS, CHANNELS, 4, 4);

  private static INDArray noise(long seed, long... shape) {
    INDArray array = Nd4j.create(DataType.DOUBLE, shape);
    double[] values = new double[(int) array.length()];
    RandomKey.of(seed).stream().fillGaussian(values, 0, values.length);
    for (int i = 0; i < values.length; i++) {
      // floats, so that both sides compute with the same numbers
      values[i] = (float) values[i];
    }
    HostArrays.write(values, array);
    return array;
  }

  private BlockedConvolution kernel() {
    return new BlockedConvolution(oneDnn, window, images, images, () -> 0);
  }

  private static INDArray single(INDArray array) {
    return array.castTo(DataType.FLOAT);
  }

  @BeforeEach
  void requireOneDnn() {
    assumeThat(oneDnn).as("a process that convolves by oneDNN").isNotNull();
  }

  private static double largestDifference(INDArray found, INDArray expected) {
    return found.castTo(DataType.DOUBLE).subi(expected).amaxNumber().doubleValue();
  }

  @Test
  void the_output_is_that_of_direct_sums() {
    INDArray expected = x.like();
    new Convolution(window).forward(x, weights, null, expected).run();
    INDArray found = single(x.like());
    kernel().forward(single(x), single(weights), null, found).run();

    assertThat(largestDifference(found, expected)).isLessThan(1e-4);
  }

  @Test
  void the_gradients_are_those_of_direct_sums() {
    INDArray expectedToWeights = weights.like();
    INDArray expectedToInput = x.like();
    new Convolution(window)
        .gradient(x, weights, cotangent, expectedToInput, expectedToWeights, null)
        .run();
    INDArray toWeights = single(weights.like());
    INDArray toInput = single(x.like());
    kernel()
        .gradient(single(x), single(weights), single(cotangent), toInput, toWeights, null)
        .run();

    assertThat(largestDifference(toInput, expectedToInput)).isLessThan(1e-4);
    assertThat(largestDifference(toWeights, expectedToWeights)).isLessThan(1e-4);
  }
}
