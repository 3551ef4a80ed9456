package org.robustgrid.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.kernel.AveragePooling;
import org.robustgrid.engine.kernel.Lanes;
import org.robustgrid.engine.kernel.MaxPooling;
import org.robustgrid.engine.kernel.Pooling;
import org.robustgrid.engine.kernel.Window;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/** Pooling of blocked images against that of planes in double, where most inputs are equal. */
class BlockedPoolingTest {

  static {
    NativeLibrary.select();
  }

  private static final int ROWS = 3;
  private static final int HEIGHT = 10;
  private static final int WIDTH = 9;

  private final OneDnn oneDnn = OneDnn.get();
  private final int channels = oneDnn == null ? 16 : 2 * oneDnn.block();

  static Stream<Window> windows() {
    return Stream.of(
        window(2, 2, 2, 2, 0, 0),
        window(3, 3, 3, 3, 1, 1),
        window(2, 3, 3, 3, 0, 1),
        window(1, 1, 2, 2, 0, 0),
        window(3, 3, 2, 2, 1, 1),
        window(2, 2, 1, 1, 0, 0));
  }

  private static Window window(
      int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, int ph, int pw) {
    return new Window(
        HEIGHT, WIDTH, kernelHeight, kernelWidth, strideHeight, strideWidth, ph, pw, 1, 1);
  }

  /** Whole numbers from −1 to 1, NCHW: ties everywhere, zeros among them. */
  private INDArray images(long seed, int height, int width) {
    RandomStream stream = RandomKey.of(seed).stream();
    INDArray array = Nd4j.create(DataType.DOUBLE, ROWS, channels, height, width);
    for (long i = 0; i < array.length(); i++) {
      array.data().put(i, Math.floor(3 * stream.nextDouble()) - 1);
    }
    return array;
  }

  /** What a pooling makes of images, of tangents and of cotangents. */
  private record Passes(INDArray y, INDArray pushed, INDArray pulled) {}

  /** The passes over planes, in double. */
  private Passes expected(Pooling pooling, INDArray x, INDArray v, INDArray g) {
    Passes passes =
        new Passes(like(g, DataType.DOUBLE), like(g, DataType.DOUBLE), like(x, DataType.DOUBLE));
    Pooling.Run run = pooling.over(ROWS * channels, DataType.DOUBLE);
    run.forward(Lanes.of(x), Lanes.of(passes.y()));
    run.tangent(Lanes.of(v), Lanes.of(passes.pushed()));
    run.backward(Lanes.of(g), Lanes.of(passes.pulled()));
    return passes;
  }

  /** The passes over blocked images, in float and blocked. */
  private Passes actual(
      Window window, BlockedPooling.Kind kind, INDArray x, INDArray v, INDArray g) {
    Passes passes =
        new Passes(like(g, DataType.FLOAT), like(g, DataType.FLOAT), like(x, DataType.FLOAT));
    try (BlockedPooling pooling = pooling(window, kind, BlockedImages.of(oneDnn, x), passes.y())) {
      pooling.run();
      pooling.tangent(BlockedImages.of(oneDnn, v), passes.pushed()).run();
      pooling.backward(BlockedImages.of(oneDnn, g), passes.pulled()).run();
    }
    return passes;
  }

  private INDArray like(INDArray plain, DataType precision) {
    return Nd4j.create(precision, plain.shape().clone());
  }

  @ParameterizedTest
  @MethodSource("windows")
  void of_equal_inputs_the_first_is_taken_in_every_pass(Window window) {
    assumeThat(oneDnn).as("a process that convolves by oneDNN").isNotNull();
    INDArray x = images(1, HEIGHT, WIDTH);
    INDArray v = images(2, HEIGHT, WIDTH);
    INDArray g = images(3, window.outputHeight(), window.outputWidth());
    Passes expected = expected(new MaxPooling(window), x, v, g);
    Passes actual = actual(window, BlockedPooling.Kind.MAX, x, v, g);
    assertThat(actual.y()).isEqualTo(BlockedImages.of(oneDnn, expected.y()));
    assertThat(actual.pulled()).isEqualTo(BlockedImages.of(oneDnn, expected.pulled()));
    assertClose(actual.pushed(), BlockedImages.of(oneDnn, expected.pushed()));
  }

  static Stream<Arguments> averages() {
    return windows()
        .flatMap(
            window ->
                Stream.of(
                    Arguments.of(window, BlockedPooling.Kind.AVERAGE),
                    Arguments.of(window, BlockedPooling.Kind.AVERAGE_WITHOUT_PADDING)));
  }

  @ParameterizedTest
  @MethodSource("averages")
  void averages_are_those_of_planes_in_every_pass(Window window, BlockedPooling.Kind kind) {
    assumeThat(oneDnn).as("a process that convolves by oneDNN").isNotNull();
    INDArray x = images(1, HEIGHT, WIDTH);
    INDArray v = images(2, HEIGHT, WIDTH);
    INDArray g = images(3, window.outputHeight(), window.outputWidth());
    Passes expected =
        expected(new AveragePooling(window, kind == BlockedPooling.Kind.AVERAGE), x, v, g);
    Passes actual = actual(window, kind, x, v, g);
    assertClose(actual.y(), BlockedImages.of(oneDnn, expected.y()));
    assertClose(actual.pushed(), BlockedImages.of(oneDnn, expected.pushed()));
    assertClose(actual.pulled(), BlockedImages.of(oneDnn, expected.pulled()));
  }

  @ParameterizedTest
  @MethodSource("windows")
  void without_avx512_the_kernel_for_sse41_pools(Window window) {
    assumeThat(oneDnn).as("a process that convolves by oneDNN").isNotNull();
    assumeThat(oneDnn.block()).as("channels of a block").isEqualTo(8);
    INDArray x = BlockedImages.of(oneDnn, images(1, HEIGHT, WIDTH));
    INDArray y =
        Nd4j.create(DataType.FLOAT, ROWS, channels, window.outputHeight(), window.outputWidth());
    for (BlockedPooling.Kind kind : BlockedPooling.Kind.values()) {
      try (BlockedPooling pooling = pooling(window, kind, x, y)) {
        assertThat(pooling.implementation()).isEqualTo("jit:sse41");
      }
    }
  }

  private BlockedPooling pooling(Window window, BlockedPooling.Kind kind, INDArray x, INDArray y) {
    return new BlockedPooling(
        oneDnn,
        window,
        kind,
        new Images(channels, HEIGHT, WIDTH, true),
        new Images(channels, window.outputHeight(), window.outputWidth(), true),
        x,
        y);
  }

  /** Unless the area of a window is a power of two, its average rounds. */
  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-6);
  }
}
