package org.robustgrid.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;
import org.robustgrid.testkit.toy.LinearClassifier;
import org.robustgrid.testkit.toy.TanhClassifier;

class SquareAttackTest {

  private static final SquareProvider SQUARE = new SquareProvider();
  private static final int ROWS = 6;
  private static final long[] SHAPE = {3, 7, 9};
  private static final int LENGTH = 3 * 7 * 9;

  private static AttackRequest request(Classifier classifier, Norm norm, double epsilon) {
    RandomStream random = RandomKey.of(3).stream();
    double[] pixels = new double[ROWS * LENGTH];
    Arrays.setAll(pixels, i -> random.nextDouble());
    INDArray images =
        Nd4j.createUninitialized(
            DataType.FLOAT, new long[] {ROWS, SHAPE[0], SHAPE[1], SHAPE[2]}, 'c');
    HostArrays.write(pixels, images);
    long[] samples = {4, 8, 15, 16, 23, 42};
    return AttackRequest.builder()
        .classifier(classifier)
        .images(images)
        .labels(classifier.decisions(images, new Query(samples, RandomKey.of(0))))
        .samples(samples)
        .threatModel(new ThreatModel(norm, epsilon))
        .random(RandomKey.of(7))
        .build();
  }

  private static Classifier curved() {
    return new TanhClassifier(LENGTH, 16, 5, 11);
  }

  private static double epsilon(Norm norm) {
    return norm == Norm.LINF ? 0.02 : 0.3;
  }

  private static AttackResult run(Map<String, ?> parameters, AttackRequest request) {
    return AttackScenario.run(SQUARE, parameters, request);
  }

  @ParameterizedTest
  @EnumSource(names = {"LINF", "L2"})
  void every_query_of_an_image_lies_in_ball_and_box(Norm norm) {
    ScoreRecorder recorder = new ScoreRecorder(curved());
    AttackRequest request = request(recorder, norm, epsilon(norm));
    run(Map.of("queries", 80), request);
    double[] originals = HostArrays.read(request.images());
    for (int row = 0; row < ROWS; row++) {
      double[] original = Arrays.copyOfRange(originals, row * LENGTH, (row + 1) * LENGTH);
      for (double[] point : recorder.points(request.samples()[row])) {
        assertThat(Distances.between(norm, point, original, 0, LENGTH))
            .isLessThanOrEqualTo(epsilon(norm) * (1 + 1e-6));
        assertThat(Arrays.stream(point)).allMatch(value -> value >= 0 && value <= 1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LINF", "L2"})
  void the_answer_has_the_lowest_margin_of_all_that_were_seen(Norm norm) {
    ScoreRecorder recorder = new ScoreRecorder(curved());
    AttackRequest request = request(recorder, norm, epsilon(norm) / 4);
    double[] best = margins(Map.of("queries", 60), request);
    for (int row = 0; row < ROWS; row++) {
      int label = request.labels()[row];
      double lowest =
          recorder.answers(request.samples()[row]).stream()
              .mapToDouble(logits -> margin(logits, label))
              .min()
              .orElseThrow();
      assertThat(best[row]).isEqualTo(lowest);
    }
  }

  /** The margin of each row of the attack's answer, below 0 if the attack succeeds. */
  private static double[] margins(Map<String, ?> parameters, AttackRequest request) {
    INDArray adversarials = run(parameters, request).adversarials();
    double[][] logits =
        request
            .classifier()
            .logits(adversarials, new Query(request.samples(), RandomKey.of(7)))
            .toDoubleMatrix();
    int[] labels = request.labels();
    double[] margins = new double[labels.length];
    Arrays.setAll(margins, row -> margin(logits[row], labels[row]));
    return margins;
  }

  private static double margin(double[] logits, int label) {
    double other = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < logits.length; c++) {
      other = c == label ? other : Math.max(other, logits[c]);
    }
    return logits[label] - other;
  }

  @ParameterizedTest
  @EnumSource(names = {"LINF", "L2"})
  void an_image_gets_the_same_proposals_alone_as_in_a_batch(Norm norm) {
    ScoreRecorder together = new ScoreRecorder(curved());
    AttackRequest request = request(together, norm, epsilon(norm));
    run(Map.of("queries", 50), request);
    ScoreRecorder alone = new ScoreRecorder(curved());
    run(
        Map.of("queries", 50),
        AttackScenario.rows(request, 3).toBuilder().classifier(alone).build());
    assertThat(together.points(16)).hasSizeGreaterThan(1);
    assertThat(alone.points(16).toArray(double[][]::new))
        .isDeepEqualTo(together.points(16).toArray(double[][]::new));
  }

  @Test
  void a_sample_that_fell_is_asked_about_no_more() {
    ScoreRecorder recorder = new ScoreRecorder(curved());
    AttackRequest request = request(recorder, Norm.LINF, 0.03);
    run(Map.of("queries", 100, "restarts", 2), request);
    int fallen = 0;
    for (int row = 0; row < ROWS; row++) {
      int label = request.labels()[row];
      List<double[]> answers = recorder.answers(request.samples()[row]);
      for (double[] earlier : answers.subList(0, answers.size() - 1)) {
        assertThat(margin(earlier, label)).isPositive();
      }
      boolean fell = margin(answers.get(answers.size() - 1), label) < 0;
      fallen += fell ? 1 : 0;
      assertThat(fell || answers.size() == 202).isTrue();
    }
    assertThat(fallen).isBetween(1, ROWS);
  }

  /** Two classes over 12 pixels, so that every corner of the ball can be tried. */
  private static final double[][] WEIGHTS = {
    {0.9, -0.4, 0.3, -1.1, 0.2, 0.7, -0.6, 0.5, -0.1, 1.3, -0.8, 0.4}, new double[12]
  };

  private static AttackRequest linear(double epsilon, Norm norm) {
    return AttackRequest.builder()
        .classifier(new ScoreRecorder(new LinearClassifier(WEIGHTS, new double[] {0.2, 0})))
        .images(Nd4j.ones(DataType.DOUBLE, 1, 1, 3, 4).muli(0.5))
        .labels(0)
        .threatModel(new ThreatModel(norm, epsilon))
        .build();
  }

  private static double cleanMargin() {
    return 0.2 + 0.5 * Arrays.stream(WEIGHTS[0]).sum();
  }

  private static double lowestMarginOfAnyCorner(double epsilon) {
    double lowest = Double.POSITIVE_INFINITY;
    for (int corner = 0; corner < 1 << 12; corner++) {
      double margin = cleanMargin();
      for (int i = 0; i < 12; i++) {
        margin += (corner >> i & 1) == 0 ? epsilon * WEIGHTS[0][i] : -epsilon * WEIGHTS[0][i];
      }
      lowest = Math.min(lowest, margin);
    }
    return lowest;
  }

  @Test
  void a_linear_model_that_some_corner_breaks_is_broken() {
    double epsilon = 1.001 * cleanMargin() / (cleanMargin() - lowestMarginOfAnyCorner(1));
    assertThat(lowestMarginOfAnyCorner(epsilon)).isNegative();
    double[] best = margins(Map.of(), linear(epsilon, Norm.LINF));
    assertThat(best[0]).isNegative();
  }

  @Test
  void a_linear_model_that_no_corner_breaks_stands() {
    double epsilon = 0.999 * cleanMargin() / (cleanMargin() - lowestMarginOfAnyCorner(1));
    assertThat(lowestMarginOfAnyCorner(epsilon)).isPositive();
    double[] best = margins(Map.of("queries", 500), linear(epsilon, Norm.LINF));
    // hill climbing by single pixels ends in the worst corner
    assertThat(best[0]).isCloseTo(lowestMarginOfAnyCorner(epsilon), within(1e-12));
  }

  @Test
  void in_l2_a_linear_model_is_broken_well_beyond_its_distance() {
    double distance = cleanMargin() / Distances.euclidean(WEIGHTS[0], 0, 12);
    assertThat(margins(Map.of("queries", 2000), linear(1.6 * distance, Norm.L2))[0]).isNegative();
    assertThat(margins(Map.of("queries", 200), linear(0.99 * distance, Norm.L2))[0]).isPositive();
  }

  @Test
  void the_first_query_in_linf_is_made_of_vertical_stripes() {
    ScoreRecorder recorder = new ScoreRecorder(curved());
    AttackRequest drawn = request(recorder, Norm.LINF, 0.1);
    AttackRequest request = drawn.toBuilder().images(drawn.images().dup().assign(0.5)).build();
    run(Map.of("queries", 1), request);
    double[] start = recorder.points(42).get(0);
    for (int i = 0; i < LENGTH; i++) {
      assertThat(Math.abs(start[i] - 0.5)).isCloseTo(0.1, within(1e-7));
      int top = i - i % 63 + i % 9;
      assertThat(start[i]).isEqualTo(start[top]);
    }
  }

  @Test
  void the_share_of_the_image_shrinks_as_the_queries_are_spent() {
    ShareSchedule whole = new ShareSchedule(0.8, 10_000);
    assertThat(whole.at(10)).isEqualTo(0.8);
    assertThat(whole.at(11)).isEqualTo(0.4);
    assertThat(whole.at(500)).isEqualTo(0.1);
    assertThat(whole.at(9999)).isEqualTo(0.8 / 512);
    ShareSchedule half = new ShareSchedule(0.8, 5_000);
    assertThat(half.at(5)).isEqualTo(0.8);
    assertThat(half.at(6)).isEqualTo(0.4);
    assertThat(half.at(4999)).isEqualTo(0.8 / 512);
  }

  @Test
  void a_bump_is_two_pyramids_of_opposite_sign_and_of_norm1() {
    double[] bump = Bump.of(new Bump.Shape(2, 2, true));
    double norm = Math.sqrt(2 * (0.25 * 0.25 + 1.25 * 1.25));
    assertThat(bump)
        .containsExactly(
            new double[] {0.25 / norm, 1.25 / norm, -0.25 / norm, -1.25 / norm}, within(1e-15));
    for (boolean upright : List.of(true, false)) {
      double[] line = Bump.of(new Bump.Shape(1, 5, upright));
      assertThat(Distances.euclidean(line, 0, 5)).isCloseTo(1, within(1e-15));
      assertThat(line[0]).isPositive();
      assertThat(line[4]).isNegative();
    }
  }

  @Test
  void a_window_that_is_higher_than_the_line_of_features_is_stretched_along_it() {
    ImagePlane line = ImagePlane.of(new long[] {1, 100});
    ImagePlane.Window window = line.draw(RandomKey.of(1).stream(), 5);
    assertThat(window.height()).isEqualTo(1);
    assertThat(window.width()).isEqualTo(25);
    assertThat(window.left()).isBetween(0, 75);
  }

  @Test
  void an_input_without_a_plane_is_refused() {
    AttackRequest request =
        linear(0.1, Norm.LINF).toBuilder().images(Nd4j.ones(DataType.DOUBLE, 1, 3, 4)).build();
    assertThatThrownBy(() -> run(Map.of(), request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[channels, height, width]")
        .hasMessageContaining("[3, 4]");
  }
}
