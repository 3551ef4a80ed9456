package org.robustgrid.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.AttackRequest;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Objective;
import org.robustgrid.spi.ThreatModel;
import org.robustgrid.testkit.toy.LinearClassifier;

class FabAttackTest {

  private static final FabProvider FAB = new FabProvider();

  private static AttackRequest linear(Norm norm, double epsilon) {
    double[][] weights = {{1, 2, -1}, {-1, 0, 1}, {0, -3, 0}};
    return AttackRequest.builder()
        .classifier(new LinearClassifier(weights, new double[] {0, 0, 0}))
        .images(Nd4j.create(new double[][] {{0.6, 0.4, 0.5}}))
        .labels(0)
        .threatModel(new ThreatModel(norm, epsilon))
        .build();
  }

  private static double[] distances(AttackRequest request, int steps, int restarts) {
    AttackRequest nearest = request.toBuilder().objective(Objective.minimumDistance()).build();
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
  void onALinearClassifierTheFirstStepGoesEtaTimesTheWayToTheBoundary() {
    // the gap to class 1 is 2 x0 + 2 x1 - 2 x2 = 1; class 2 is further away
    assertThat(distances(linear(Norm.LINF, 1), 1, 1)[0]).isCloseTo(1.05 / 6, within(1e-12));
    assertThat(distances(linear(Norm.L2, 1), 1, 1)[0])
        .isCloseTo(1.05 / Math.sqrt(12), within(1e-12));
  }

  @Test
  void moreStepsComeNearerToTheBoundaryButNeverCloserThanItIs() {
    for (Norm norm : new Norm[] {Norm.LINF, Norm.L2}) {
      double exact = norm == Norm.L2 ? 1 / Math.sqrt(12) : 1.0 / 6;
      assertThat(distances(linear(norm, 1), 50, 1)[0]).isBetween(exact, 1.01 * exact);
    }
  }

  @Test
  void aPointCountsOnlyWithinTheBall() {
    for (double epsilon : new double[] {0.15, 0.18}) {
      AttackRequest request = linear(Norm.LINF, epsilon);
      int fallen =
          AttackScenario.fallen(
              request, AttackScenario.run(FAB, Map.of("steps", 30), request).adversarials());
      assertThat(fallen).isEqualTo(epsilon > 1.0 / 6 ? 1 : 0);
    }
  }

  @Test
  void restartsNeverLoseADistance() {
    AttackRequest request = AttackScenario.request(Norm.L2, 0.5);
    double[] one = distances(request, 20, 1);
    double[] three = distances(request, 20, 3);
    for (int row = 0; row < one.length; row++) {
      assertThat(three[row]).isLessThanOrEqualTo(one[row]);
    }
  }

  @Test
  void singlePrecisionFindsNearlyTheSameDistances() {
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

  @Test
  void aTargetedRequestIsRefused() {
    AttackRequest request =
        AttackScenario.request(Norm.L2, 0.1).toBuilder()
            .objective(Objective.targeted(new int[AttackScenario.ROWS]))
            .build();
    assertThatThrownBy(() -> AttackScenario.run(FAB, Map.of(), request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'fab' has no targeted form");
  }
}
