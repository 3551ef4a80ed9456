package org.robustgrid.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.testkit.toy.LinearClassifier;
import org.robustgrid.testkit.toy.TanhClassifier;
import org.robustgrid.testkit.toy.ToyClassifier;

class FabAttackTest {

  private static final FabProvider FAB = new FabProvider();

  /** Weights with the nearest boundary to class 1, which also has the larger logit. */
  private static final double[][] WEIGHTS = {{1, 2, -1}, {-1, 0, 1}, {0, -3, 0}};

  private static AttackRequest linear(Norm norm, double epsilon) {
    return linear(new LinearClassifier(WEIGHTS, new double[] {0, 0, 0}), norm, epsilon);
  }

  private static AttackRequest linear(Classifier classifier, Norm norm, double epsilon) {
    return AttackRequest.builder()
        .classifier(classifier)
        .images(Nd4j.create(new double[][] {{0.6, 0.4, 0.5}}))
        .labels(0)
        .threatModel(new ThreatModel(norm, epsilon))
        .build();
  }

  /** The linear classifier, with a wrong value in the gradients of some rivals. */
  private static Classifier spoilt(double by, Predicate<Integer> rivals) {
    return new ToyClassifier(3, 3) {
      private int gradients;

      @Override
      protected void forward(double[] input, double[] logits) {
        for (int c = 0; c < 3; c++) {
          logits[c] = 0;
          for (int i = 0; i < 3; i++) {
            logits[c] += WEIGHTS[c][i] * input[i];
          }
        }
      }

      @Override
      protected void backward(double[] input, double[] cotangents, double[] gradient) {
        for (int i = 0; i < 3; i++) {
          gradient[i] = 0;
          for (int c = 0; c < 3; c++) {
            gradient[i] += cotangents[c] * WEIGHTS[c][i];
          }
        }
        if (rivals.test(gradients++)) {
          gradient[1] = by;
        }
      }
    };
  }

  private static double[] distances(AttackRequest request, int steps, int restarts) {
    AttackRequest nearest = request.toBuilder().goal(Goal.minimumDistance()).build();
    double[] found =
        HostArrays.read(
            AttackScenario.run(FAB, Map.of("steps", steps, "restarts", restarts), nearest)
                .adversarials());
    double[] images = HostArrays.read(request.images());
    int length = images.length / request.labels().length;
    double[] distances = new double[request.labels().length];
    for (int row = 0; row < distances.length; row++) {
      distances[row] =
          Distances.between(request.threatModel().norm(), images, found, row * length, length);
    }
    return distances;
  }

  @Test
  void on_a_linear_classifier_the_first_step_goes_eta_times_the_way_to_the_boundary() {
    // the gap to class 1 is 2 x0 + 2 x1 - 2 x2 = 1; class 2 is further away
    assertThat(distances(linear(Norm.LINF, 1), 1, 1)[0]).isCloseTo(1.05 / 6, within(1e-12));
    assertThat(distances(linear(Norm.L2, 1), 1, 1)[0])
        .isCloseTo(1.05 / Math.sqrt(12), within(1e-12));
  }

  @Test
  void more_steps_come_nearer_to_the_boundary_but_never_closer_than_it_is() {
    for (Norm norm : new Norm[] {Norm.LINF, Norm.L2}) {
      double exact = norm == Norm.L2 ? 1 / Math.sqrt(12) : 1.0 / 6;
      assertThat(distances(linear(norm, 1), 50, 1)[0]).isBetween(exact, 1.01 * exact);
    }
  }

  @Test
  void a_point_counts_only_within_the_ball() {
    for (double epsilon : new double[] {0.15, 0.18}) {
      AttackRequest request = linear(Norm.LINF, epsilon);
      int fallen =
          AttackScenario.fallen(
              request, AttackScenario.run(FAB, Map.of("steps", 30), request).adversarials());
      assertThat(fallen).isEqualTo(epsilon > 1.0 / 6 ? 1 : 0);
    }
  }

  @Test
  void restarts_never_lose_a_distance() {
    AttackRequest request = AttackScenario.request(Norm.L2, 0.5);
    double[] one = distances(request, 20, 1);
    double[] three = distances(request, 20, 3);
    for (int row = 0; row < one.length; row++) {
      assertThat(three[row]).isLessThanOrEqualTo(one[row]);
    }
  }

  @Test
  void single_precision_finds_nearly_the_same_distances() {
    for (Norm norm : new Norm[] {Norm.LINF, Norm.L2}) {
      double[] exact = distances(AttackScenario.request(norm, 0.1), 20, 1);
      double[] single =
          distances(
              AttackScenario.request(AttackScenario.classifier(), norm, 0.1, DataType.FLOAT),
              20,
              1);
      for (int row = 0; row < exact.length; row++) {
        assertThat(single[row]).isCloseTo(exact[row], within(0.02 * exact[row]));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void a_rival_whose_gradient_is_not_finite_hides_no_others_boundary(double spoilt) {
    for (Norm norm : new Norm[] {Norm.LINF, Norm.L2}) {
      // the second of each step's two gradients, that of class 2, is not finite
      AttackRequest request = linear(spoilt(spoilt, gradient -> gradient % 2 == 1), norm, 1);
      assertThat(distances(request, 20, 1)).isEqualTo(distances(linear(norm, 1), 20, 1));
    }
  }

  @Test
  void a_row_stays_where_no_rival_can_be_followed() {
    Classifier once = spoilt(Double.NaN, gradient -> gradient < 2);
    assertThat(distances(linear(once, Norm.L2, 1), 2, 1))
        .isEqualTo(distances(linear(Norm.L2, 1), 1, 1));
  }

  @Test
  void a_step_asks_for_the_gradients_of_as_many_rivals_as_it_may() {
    for (int rivals : new int[] {0, 1, 2, 9}) {
      TanhClassifier classifier = (TanhClassifier) AttackScenario.classifier();
      AttackRequest request = AttackScenario.request(classifier, Norm.L2, 0.1, DataType.DOUBLE);
      AttackScenario.run(FAB, Map.of("steps", 3, "rivals", rivals), request);
      int most = classifier.classes() - 1;
      assertThat(classifier.backwardPasses())
          .isEqualTo(3L * AttackScenario.ROWS * (rivals == 0 ? most : Math.min(most, rivals)));
    }
  }

  @Test
  void the_rivals_of_the_largest_logits_are_taken() {
    AttackRequest request = linear(Norm.L2, 1).toBuilder().goal(Goal.minimumDistance()).build();
    double[] one =
        HostArrays.read(
            AttackScenario.run(FAB, Map.of("steps", 20, "rivals", 1), request).adversarials());
    double[] all =
        HostArrays.read(AttackScenario.run(FAB, Map.of("steps", 20), request).adversarials());
    assertThat(one).isEqualTo(all);
  }

  @Test
  void a_targeted_request_is_refused() {
    AttackRequest request =
        AttackScenario.request(Norm.L2, 0.1).toBuilder()
            .goal(Goal.targeted(new int[AttackScenario.ROWS]))
            .build();
    assertThatThrownBy(() -> AttackScenario.run(FAB, Map.of(), request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'fab' has no targeted form");
  }
}
