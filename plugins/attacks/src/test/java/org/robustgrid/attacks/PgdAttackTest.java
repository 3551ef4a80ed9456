package org.robustgrid.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

class PgdAttackTest {

  @Test
  void fgsm_moves_every_pixel_by_epsilon_unless_the_box_is_near() {
    AttackRequest request = AttackScenario.request(Norm.LINF, 0.1);
    double[] before = HostArrays.read(request.images());
    double[] after =
        HostArrays.read(AttackScenario.run(new FgsmProvider(), Map.of(), request).adversarials());
    for (int i = 0; i < after.length; i++) {
      if (after[i] > 0 && after[i] < 1) {
        assertThat(Math.abs(after[i] - before[i])).isCloseTo(0.1, within(1e-12));
      }
    }
  }

  @Test
  void without_a_random_start_and_steps_of_epsilon_one_step_is_fgsm() {
    AttackRequest request = AttackScenario.request(Norm.L2, 0.2);
    INDArray fgsm = AttackScenario.run(new FgsmProvider(), Map.of(), request).adversarials();
    INDArray pgd =
        AttackScenario.run(
                new PgdProvider(),
                Map.of("steps", 1, "relative-step-size", 1, "random-start", false),
                request)
            .adversarials();
    assertThat(HostArrays.read(pgd)).containsExactly(HostArrays.read(fgsm));
  }

  @Test
  void more_restarts_never_lower_the_best_loss() {
    AttackRequest request = AttackScenario.request(Norm.L2, 0.05);
    double[] two = bestLoss(2, request);
    double[] five = bestLoss(5, request);
    for (int row = 0; row < two.length; row++) {
      assertThat(five[row]).isGreaterThanOrEqualTo(two[row]);
    }
  }

  private static double[] bestLoss(int restarts, AttackRequest request) {
    return AttackScenario.losses(
        new PgdProvider(), Map.of("steps", 5, "restarts", restarts), request);
  }

  @Test
  void a_targeted_run_reaches_its_target() {
    AttackRequest untargeted = AttackScenario.request(Norm.L2, 3);
    int[] targets = Arrays.stream(untargeted.labels()).map(label -> (label + 1) % 5).toArray();
    AttackRequest request = untargeted.toBuilder().goal(Goal.targeted(targets)).build();
    INDArray found =
        AttackScenario.run(new PgdProvider(), Map.of("steps", 60, "restarts", 3), request)
            .adversarials();
    int[] decisions =
        request.classifier().decisions(found, new Query(request.samples(), RandomKey.of(0)));
    long reached = 0;
    for (int row = 0; row < targets.length; row++) {
      reached += decisions[row] == targets[row] ? 1 : 0;
    }
    assertThat(reached).isGreaterThan(AttackScenario.ROWS * 3 / 4);
  }

  @Test
  void the_energy_attack_has_no_targeted_form() {
    AttackRequest request =
        AttackScenario.request(Norm.L2, 1).toBuilder()
            .goal(Goal.targeted(new int[AttackScenario.ROWS]))
            .build();
    assertThatThrownBy(() -> AttackScenario.run(new EnergyProvider(), Map.of(), request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("energy")
        .hasMessageContaining("targeted");
  }

  @Test
  void given_starts_replace_random_ones() {
    AttackRequest request = AttackScenario.request(Norm.LINF, 0.1);
    AttackRequest started = request.toBuilder().starts(request.images()).build();
    Map<String, Object> parameters = Map.of("steps", 3);
    Map<String, Object> still = Map.of("steps", 3, "random-start", false);
    assertThat(
            HostArrays.read(
                AttackScenario.run(new PgdProvider(), parameters, started).adversarials()))
        .containsExactly(
            HostArrays.read(AttackScenario.run(new PgdProvider(), still, request).adversarials()));
  }
}
