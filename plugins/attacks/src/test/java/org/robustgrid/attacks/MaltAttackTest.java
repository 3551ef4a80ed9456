package org.robustgrid.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.logit.LogitRanking;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;
import org.robustgrid.testkit.toy.LinearClassifier;
import org.robustgrid.testkit.toy.StoppingMonitor;
import org.robustgrid.testkit.toy.TanhClassifier;

class MaltAttackTest {

  private static final int ROWS = 12;
  private static final int FEATURES = 20;
  private static final int CLASSES = 6;
  private static final double STEP = 1e-6;
  private static final MaltProvider PROVIDER = new MaltProvider();

  private final TanhClassifier classifier = new TanhClassifier(FEATURES, 16, CLASSES, 11);

  private AttackRequest request(double epsilon) {
    RandomStream random = RandomKey.of(5).stream();
    double[] pixels = DoubleStream.generate(random::nextDouble).limit(ROWS * FEATURES).toArray();
    INDArray images = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {ROWS, FEATURES}, 'c');
    HostArrays.write(pixels, images);
    long[] samples = IntStream.range(0, ROWS).mapToLong(i -> 1000 + 7L * i).toArray();
    return AttackRequest.builder()
        .classifier(classifier)
        .images(images)
        .labels(classifier.decisions(images, new Query(samples, RandomKey.of(0))))
        .samples(samples)
        .threatModel(new ThreatModel(Norm.LINF, epsilon))
        .random(RandomKey.of(99))
        .build();
  }

  private static AttackResult run(Map<String, ?> parameters, AttackRequest request) {
    return PROVIDER.create(Parameters.of(PROVIDER.descriptor(), parameters)).run(request);
  }

  private double[] logits(double[] image) {
    INDArray one = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {1, FEATURES}, 'c');
    HostArrays.write(image, one);
    return HostArrays.read(classifier.logits(one, new Query(new long[] {0}, RandomKey.of(0))));
  }

  /** Minus the distance to the linearised boundary, with the gradient by central differences. */
  private double score(double[] image, int label, int other) {
    double[] at = logits(image);
    double sum = 0;
    for (int i = 0; i < FEATURES; i++) {
      double[] above = image.clone();
      double[] below = image.clone();
      above[i] += STEP;
      below[i] -= STEP;
      double[] up = logits(above);
      double[] down = logits(below);
      double slope = ((up[other] - up[label]) - (down[other] - down[label])) / (2 * STEP);
      sum += slope * slope;
    }
    return (at[other] - at[label]) / Math.sqrt(sum);
  }

  private double[][] scores(AttackRequest request, int candidates, double[][] logits) {
    return new NearestTargets(candidates)
        .scores(
            GradientSource.of(classifier),
            request.images(),
            request.labels(),
            request.samples(),
            logits,
            RandomKey.of(3));
  }

  private static double[] row(double[] all, int row) {
    int length = all.length / ROWS;
    return Arrays.copyOfRange(all, row * length, (row + 1) * length);
  }

  private double[][] logits(AttackRequest request) {
    double[] images = HostArrays.read(request.images());
    return IntStream.range(0, ROWS).mapToObj(i -> logits(row(images, i))).toArray(double[][]::new);
  }

  @Test
  void the_order_of_targets_is_that_of_distances_measured_one_by_one() {
    AttackRequest request = request(0.1);
    double[][] logits = logits(request);
    double[][] scores = scores(request, 100, logits);
    double[] images = HostArrays.read(request.images());
    int otherThanByLogits = 0;
    for (int i = 0; i < ROWS; i++) {
      int label = request.labels()[i];
      double[] image = row(images, i);
      List<Integer> expected =
          IntStream.range(0, CLASSES)
              .filter(c -> c != label)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer c) -> -score(image, label, c)))
              .toList();
      List<Integer> order = IntStream.of(LogitRanking.order(scores[i])).boxed().toList();
      assertThat(order).startsWith(label);
      assertThat(order.subList(1, CLASSES)).isEqualTo(expected);
      List<Integer> plain = IntStream.of(LogitRanking.order(logits[i])).boxed().toList();
      otherThanByLogits += order.equals(plain) ? 0 : 1;
    }
    assertThat(otherThanByLogits).isPositive();
  }

  @Test
  void only_classes_of_the_largest_logits_are_candidates() {
    AttackRequest request = request(0.1);
    double[][] logits = logits(request);
    double[][] scores = scores(request, 2, logits);
    for (int i = 0; i < ROWS; i++) {
      int[] order = LogitRanking.order(logits[i]);
      for (int rank = 0; rank < CLASSES; rank++) {
        assertThat(Double.isInfinite(scores[i][order[rank]])).isEqualTo(rank == 0 || rank > 2);
      }
    }
  }

  @Test
  void on_a_linear_classifier_the_nearest_class_is_the_first_target() {
    // class 1 has the second largest logit, class 2 the nearer boundary
    double[][] weights = {{0, 0}, {0.1, 0}, {0, 10}, {0, 0}};
    LinearClassifier linear = new LinearClassifier(weights, new double[] {1, 0.85, -4.7, -9});
    AttackRequest request =
        AttackRequest.builder()
            .classifier(linear)
            .images(Nd4j.create(new double[][] {{0.5, 0.5}}))
            .labels(0)
            .samples(4)
            .threatModel(new ThreatModel(Norm.LINF, 0.1))
            .build();
    INDArray found = run(Map.of("steps", 10, "targets", 1), request).adversarials();
    assertThat(linear.decisions(found, new Query(new long[] {4}, RandomKey.of(0))))
        .containsExactly(2);
  }

  @Test
  void a_ball_of_radius_0_leaves_the_images_as_they_are() {
    AttackRequest request = request(0);
    assertThat(HostArrays.read(run(Map.of("steps", 3), request).adversarials()))
        .isEqualTo(HostArrays.read(request.images()));
  }

  @Test
  void a_row_takes_the_passes_that_the_estimate_names_and_none_if_it_is_wrong() {
    AttackRequest request = request(1e-6);
    int[] labels = request.labels();
    labels[0] = (labels[0] + 1) % CLASSES;
    long forward = classifier.forwardPasses();
    long backward = classifier.backwardPasses();
    Map<String, Integer> parameters = Map.of("steps", 4, "targets", 3, "candidates", 4);
    run(parameters, request.toBuilder().labels(labels).build());
    Passes row =
        PROVIDER.estimate(
            Parameters.of(PROVIDER.descriptor(), parameters),
            DataDescription.builder()
                .inputShape(FEATURES)
                .classNames(Collections.nCopies(CLASSES, "c"))
                .trainingSamples(new int[CLASSES])
                .build());
    assertThat(row).isEqualTo(new Passes(20, 19));
    assertThat(classifier.backwardPasses() - backward).isEqualTo((ROWS - 1) * 19L);
    assertThat(classifier.forwardPasses() - forward).isEqualTo((ROWS - 1) * 20L + 1);
  }

  @Test
  void an_attack_that_is_stopped_answers_with_what_it_has() {
    for (int questions : new int[] {0, 1, 3, 8, 20}) {
      AttackRequest request =
          request(0.05).toBuilder().monitor(new StoppingMonitor(questions)).build();
      double[] found = HostArrays.read(run(Map.of("steps", 10), request).adversarials());
      double[] images = HostArrays.read(request.images());
      for (int i = 0; i < found.length; i++) {
        assertThat(Math.abs(found[i] - images[i])).isLessThanOrEqualTo(0.05 * 1.000001);
      }
    }
  }

  @Test
  void a_goal_without_a_form_is_refused() {
    AttackRequest request = request(0.1).toBuilder().goal(Goal.minimumDistance()).build();
    assertThatThrownBy(() -> run(Map.of(), request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("apgd-malt")
        .hasMessageContaining("minimum-distance");
  }
}
