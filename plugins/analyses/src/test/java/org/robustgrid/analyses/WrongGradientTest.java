package org.robustgrid.analyses;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.analysis.Evidence;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;
import org.robustgrid.testkit.toy.TanhClassifier;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;

/** Forty inputs of thirty features; the check uses the first twenty. */
class WrongGradientTest {

  private static final int FEATURES = 30;
  private static final int SAMPLES = 40;

  /** A smooth network with a transformed input and a transformed gradient. */
  private record Behind(
      Classifier network, DoubleUnaryOperator input, UnaryOperator<double[]> gradient)
      implements Classifier {

    private INDArray seen(INDArray images) {
      INDArray seen = images.dup('c');
      HostArrays.write(Arrays.stream(HostArrays.read(images)).map(input).toArray(), seen);
      return seen;
    }

    @Override
    public long[] inputShape() {
      return network.inputShape();
    }

    @Override
    public int classes() {
      return network.classes();
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      return network.logits(seen(images), query);
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      LossGradient inner = network.lossGradient(seen(images), query, loss);
      INDArray told = images.dup('c');
      HostArrays.write(gradient.apply(HostArrays.read(inner.gradient())), told);
      return new LossGradient(inner.losses(), inner.logits(), told);
    }

    @Override
    public int[] decisions(INDArray images, Query query) {
      return network.decisions(seen(images), query);
    }
  }

  private static ToyAnalysisRequest request(
      DoubleUnaryOperator input, UnaryOperator<double[]> gradient) {
    float[] images = new float[SAMPLES * FEATURES];
    int[] labels = new int[SAMPLES];
    RandomStream random = RandomKey.of(5).stream();
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextDouble();
    }
    Arrays.setAll(labels, i -> i % 4);
    Classifier network = new TanhClassifier(FEATURES, 20, 4, 1);
    return new ToyAnalysisRequest(
        new Behind(network, input, gradient), images, labels, Domain.UNIT);
  }

  /**
   * A smooth network that sees the larger of each pair of inputs, or the first if they are equal.
   */
  private record Pooled(Classifier network) implements Classifier {

    private static double[] values(INDArray images) {
      return HostArrays.read(images);
    }

    private static int larger(double[] values, int pair) {
      return values[2 * pair + 1] > values[2 * pair] ? 2 * pair + 1 : 2 * pair;
    }

    private static INDArray seen(INDArray images) {
      double[] values = values(images);
      double[] seen = new double[values.length];
      Arrays.setAll(seen, i -> values[larger(values, i / 2)]);
      INDArray result = images.dup('c');
      HostArrays.write(seen, result);
      return result;
    }

    @Override
    public long[] inputShape() {
      return network.inputShape();
    }

    @Override
    public int classes() {
      return network.classes();
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      return network.logits(seen(images), query);
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      LossGradient inner = network.lossGradient(seen(images), query, loss);
      double[] values = values(images);
      double[] gradient = HostArrays.read(inner.gradient());
      double[] told = new double[gradient.length];
      for (int pair = 0; 2 * pair < told.length; pair++) {
        told[larger(values, pair)] = gradient[2 * pair] + gradient[2 * pair + 1];
      }
      INDArray result = images.dup('c');
      HostArrays.write(told, result);
      return new LossGradient(inner.losses(), inner.logits(), result);
    }

    @Override
    public int[] decisions(INDArray images, Query query) {
      return network.decisions(seen(images), query);
    }
  }

  @Test
  void a_maximum_over_the_equal_pixels_of_a_background_is_no_sign() {
    float[] images = new float[SAMPLES * FEATURES];
    int[] labels = new int[SAMPLES];
    Arrays.setAll(labels, i -> i % 4);
    Classifier network = new Pooled(new TanhClassifier(FEATURES, 20, 4, 1));
    ToyAnalysisRequest request = new ToyAnalysisRequest(network, images, labels, Domain.UNIT);

    assertThat(check(request).samples()).hasSizeLessThanOrEqualTo(1);
    assertThat(check(request).trials().orElseThrow()).isGreaterThan(SAMPLES / 3);
  }

  private static Evidence check(ToyAnalysisRequest request) {
    return Toys.about("finite differences", Toys.evidence(new WrongGradient(), request));
  }

  private static UnaryOperator<double[]> each(DoubleUnaryOperator of) {
    return values -> Arrays.stream(values).map(of).toArray();
  }

  @ParameterizedTest
  @EnumSource(names = {"DOUBLE", "FLOAT"})
  void a_gradient_that_is_the_logits_own_is_no_sign(DataType precision) {
    Evidence found = check(request(x -> x, g -> g).precision(precision));
    assertThat(found.samples()).isEmpty();
    assertThat(found.asked()).isEqualTo(SAMPLES / 2);
    assertThat(found.trials()).hasValue(SAMPLES / 2);
    assertThat(found.tolerated()).hasValue(0.05);
  }

  @Test
  void kinks_are_no_sign() {
    // intervals of length 0.01 with slopes of 1 and 0.8 in turn
    DoubleUnaryOperator zigzag =
        x -> {
          double stretch = Math.floor(100 * x);
          double steep = Math.ceil(stretch / 2) / 100 + (stretch % 2 == 0 ? x - stretch / 100 : 0);
          return steep + 0.8 * (x - steep);
        };
    assertThat(check(request(zigzag, each(g -> 0.9 * g))).samples()).isEmpty();
  }

  @Test
  void a_gradient_that_points_elsewhere_is_found() {
    Evidence reversed = check(request(x -> x, each(g -> -g)));
    assertThat(reversed.samples()).hasSize(SAMPLES / 2);
    assertThat(reversed.message()).contains("by more than half on 20 of 20 samples");
    UnaryOperator<double[]> everySecondReversed =
        gradient -> {
          double[] told = gradient.clone();
          for (int i = 0; i < told.length; i += 2) {
            told[i] = -told[i];
          }
          return told;
        };
    assertThat(check(request(x -> x, everySecondReversed)).samples())
        .hasSizeGreaterThan(SAMPLES / 3);
  }

  @Test
  void a_gradient_that_is_gone_where_the_logits_move_is_found() {
    assertThat(check(request(x -> x, each(g -> 0))).samples()).hasSize(SAMPLES / 2);
  }

  @Test
  void a_staircase_of_256_levels_with_the_slope_of_its_coarse_shape_passes() {
    DoubleUnaryOperator levels = x -> Math.rint(255 * x) / 255;
    assertThat(check(request(levels, g -> g)).samples()).isEmpty();
    Evidence zero = check(request(levels, each(g -> 0)));
    assertThat(zero.samples()).hasSizeGreaterThan(SAMPLES / 4);
  }

  @Test
  void a_declared_stand_in_is_looked_at_and_not_judged() {
    Evidence found =
        check(request(x -> x, each(g -> -g)).standIn("the opposite stands for the gradient"));
    assertThat(found.samples()).hasSize(SAMPLES / 2);
    assertThat(found.tolerated()).isEmpty();
  }

  @Test
  void where_nothing_moves_nothing_is_measured() {
    Evidence found = check(request(x -> 0.5, each(g -> 0)));
    assertThat(found.samples()).isEmpty();
    assertThat(found.trials()).hasValue(0);
  }
}
