package org.robustgrid.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.kernel.Window;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.engine.tuning.Kernel;
import org.robustgrid.engine.tuning.KernelTable;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/** A convolution that several implementations compute, each with rounding errors of its own. */
class KernelChoiceTest {

  static {
    NativeLibrary.select();
  }

  private static final int ROWS = 4;
  private static final int PIXELS = 12;

  private final OneDnn oneDnn = OneDnn.get();
  private final AtomicInteger measurements = new AtomicInteger();
  private final Window window = new Window(PIXELS, PIXELS, 3, 3, 1, 1, 1, 1, 1, 1);

  private Images images;
  private INDArray x;
  private INDArray weights;

  @BeforeEach
  void draw() {
    assumeThat(oneDnn).as("oneDNN").isNotNull();
    int channels = 2 * oneDnn.block();
    images = new Images(channels, PIXELS, PIXELS, true);
    x = uniform(0, ROWS, channels, PIXELS, PIXELS);
    weights = uniform(1, channels, channels, 3, 3).muli(0.1);
  }

  private static INDArray uniform(long seed, long... shape) {
    RandomStream stream = RandomKey.of(seed).stream();
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    for (long i = 0; i < array.length(); i++) {
      array.data().put(i, 2 * stream.nextDouble() - 1);
    }
    return array;
  }

  private BlockedConvolution convolution(KernelChoice choice) {
    return new BlockedConvolution(oneDnn, window, images, images, () -> 0, choice);
  }

  private float[] forward(KernelChoice choice) {
    INDArray y = x.like();
    convolution(choice).forward(x, weights, null, y).run();
    return y.data().asFloat();
  }

  private float[] gradients(KernelChoice choice) {
    INDArray toWeights = weights.like();
    INDArray toInput = x.like();
    convolution(choice).gradient(x, weights, x, toInput, toWeights, null).run();
    return Nd4j.concat(0, toWeights.reshape(-1), toInput.reshape(-1)).data().asFloat();
  }

  /** Measures by a clock that finds each candidate slower than the one before, or faster. */
  private MeasuredChoice measuring(double factor) {
    return new MeasuredChoice(
        executions -> {
          measurements.incrementAndGet();
          double[] seconds = new double[executions.size()];
          Arrays.setAll(seconds, i -> Math.pow(factor, i));
          return seconds;
        });
  }

  private static TabledChoice tabled(List<Kernel> kernels) {
    return new TabledChoice(new KernelTable("any", "any", 1, kernels));
  }

  /** A choice of the last of the candidates, which is not the rule's. */
  private TabledChoice otherThanTheRule() {
    MeasuredChoice measuring = measuring(0.5);
    forward(measuring);
    gradients(measuring);
    assumeThat(forward(measuring)).as("a second implementation").isNotEqualTo(forward(rule()));
    return tabled(measuring.kernels());
  }

  private static KernelChoice rule() {
    return KernelChoice.RULE;
  }

  @Test
  void aTableDecidesWhatComputesAConvolution() {
    assertThat(forward(otherThanTheRule())).isNotEqualTo(forward(rule()));
  }

  @Test
  void whatATableChoosesAgreesWithTheRule() {
    TabledChoice other = otherThanTheRule();

    assertThat(forward(other)).containsExactly(forward(rule()), Offset.offset(1e-4f));
    assertThat(gradients(other)).containsExactly(gradients(rule()), Offset.offset(1e-3f));
  }

  @Test
  void whatATableDoesNotNameFollowsTheRule() {
    Kernel ofAnother = new Kernel("another operation", ROWS, "direct", "jit");

    assertThat(forward(tabled(List.of(ofAnother)))).isEqualTo(forward(rule()));
  }

  @Test
  void anImplementationThatIsNotOfferedFollowsTheRule() {
    List<Kernel> unknown =
        otherThanTheRule().table().kernels().stream()
            .map(k -> new Kernel(k.signature(), k.rows(), k.algorithm(), "of another version"))
            .toList();

    assertThat(forward(tabled(unknown))).isEqualTo(forward(rule()));
  }

  @Test
  void anAdvantageWithinTheMarginDoesNotReplaceTheRule() {
    assertThat(forward(measuring(0.999))).isEqualTo(forward(rule()));
  }

  @Test
  void everyOperationIsMeasuredOnce() {
    MeasuredChoice measuring = measuring(2);
    forward(measuring);
    forward(measuring);

    assertThat(measurements).hasValue(1);
    assertThat(measuring.kernels()).hasSize(1);
  }

  @Test
  void directionsAreMeasuredApart() {
    MeasuredChoice measuring = measuring(2);
    forward(measuring);
    gradients(measuring);

    assertThat(measuring.kernels())
        .extracting(kernel -> kernel.signature().split(",")[0])
        .containsExactly("forward", "gradient of the input", "gradient of the weights");
  }

  @Test
  void theClockChoosesAnImplementationThatIsOffered() {
    MeasuredChoice measuring = new MeasuredChoice();

    assertThat(forward(measuring)).containsExactly(forward(rule()), Offset.offset(1e-4f));
    assertThat(measuring.kernels()).hasSize(1);
  }
}
