package org.robustgrid.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.kernel.Convolution;
import org.robustgrid.engine.kernel.Window;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.random.RandomKey;

/** The gradient of images of one channel against that of planes in double. */
class TiledAdjointTest {

  static {
    NativeLibrary.select();
  }

  private static final int ROWS = 3;

  private final OneDnn oneDnn = OneDnn.get();
  private final int outputs = oneDnn == null ? 16 : 2 * oneDnn.block();
  private int version;

  static Stream<Window> windows() {
    return Stream.of(
        window(28, 28, 3, 3, 1, 1),
        window(28, 28, 5, 5, 2, 2),
        window(12, 8, 3, 3, 0, 0),
        window(8, 12, 4, 2, 1, 1),
        window(8, 8, 1, 1, 0, 0),
        window(16, 8, 3, 5, 2, 0));
  }

  private static Window window(int height, int width, int k, int l, int p, int q) {
    return new Window(height, width, k, l, 1, 1, p, q, 1, 1);
  }

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

  private static double[] expected(Window window, INDArray weights, INDArray cotangent) {
    INDArray gradient = Nd4j.create(DataType.DOUBLE, ROWS, 1, window.height(), window.width());
    new Convolution(window).toInput(weights, cotangent, gradient).run();
    return HostArrays.read(gradient);
  }

  private BlockedConvolution kernel(Window window) {
    return new BlockedConvolution(
        oneDnn,
        window,
        new Images(1, window.height(), window.width(), false),
        new Images(outputs, window.outputHeight(), window.outputWidth(), true),
        () -> version);
  }

  @ParameterizedTest
  @MethodSource("windows")
  void tiles_give_the_gradient_of_every_pixel(Window window) {
    assumeThat(oneDnn).as("a process that convolves by oneDNN").isNotNull();
    INDArray weights = noise(1, outputs, 1, window.kernelHeight(), window.kernelWidth());
    INDArray cotangent = noise(2, ROWS, outputs, window.outputHeight(), window.outputWidth());
    INDArray gradient = Nd4j.create(DataType.FLOAT, ROWS, 1, window.height(), window.width());

    kernel(window)
        .toInput(weights.castTo(DataType.FLOAT), BlockedImages.of(oneDnn, cotangent), gradient)
        .run();

    assertThat(HostArrays.read(gradient))
        .containsExactly(expected(window, weights, cotangent), within(2e-4));
  }

  @Test
  void changed_weights_are_spread_anew() {
    assumeThat(oneDnn).as("a process that convolves by oneDNN").isNotNull();
    Window window = window(8, 8, 3, 3, 1, 1);
    INDArray cotangent = noise(2, ROWS, outputs, 8, 8);
    INDArray weights = noise(1, outputs, 1, 3, 3).castTo(DataType.FLOAT);
    INDArray gradient = Nd4j.create(DataType.FLOAT, ROWS, 1, 8, 8);
    Runnable adjoint =
        kernel(window).toInput(weights, BlockedImages.of(oneDnn, cotangent), gradient);
    adjoint.run();

    INDArray changed = noise(5, outputs, 1, 3, 3);
    weights.assign(changed.castTo(DataType.FLOAT));
    version++;
    adjoint.run();

    assertThat(HostArrays.read(gradient))
        .containsExactly(expected(window, changed, cotangent), within(2e-4));
  }
}
