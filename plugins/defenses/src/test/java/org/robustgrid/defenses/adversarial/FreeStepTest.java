package org.robustgrid.defenses.adversarial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.defenses.CrossEntropyStep;
import org.robustgrid.defenses.ToyProblem;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.network.Network;

class FreeStepTest {

  private static final double EPSILON = 0.1;

  private final ToyProblem problem = new ToyProblem(1);
  private final Network network = ToyProblem.network();
  private final FreeStep step = new FreeStep(EPSILON, Domain.UNIT);

  private double[] accumulate(FreeStep free, int number) {
    INDArray gradient = Nd4j.zeros(DataType.DOUBLE, network.parameterCount());
    free.accumulate(network, problem.batch(number), gradient);
    return HostArrays.read(gradient);
  }

  private static double[] perturbation(FreeStep free) {
    return HostArrays.read(free.state().get("perturbation"));
  }

  @Test
  void the_first_use_sees_clean_images_and_moves_by_epsilon() {
    INDArray clean = Nd4j.zeros(DataType.DOUBLE, network.parameterCount());
    new CrossEntropyStep((net, batch) -> batch.images())
        .accumulate(network, problem.batch(0), clean);
    assertThat(accumulate(step, 0)).containsExactly(HostArrays.read(clean), within(1e-12));
    assertThat(Arrays.stream(perturbation(step)).map(Math::abs))
        .allSatisfy(p -> assertThat(p).isCloseTo(EPSILON, within(1e-12)));
  }

  @Test
  void what_is_clipped_to_the_domain_has_no_gradient() {
    double[] clean = HostArrays.read(problem.batch(0).images());
    // the strong feature is at 0.3 or 0.7, the weak ones are near 0.5
    Domain narrow = new Domain(0.4, 0.6);
    FreeStep free = new FreeStep(EPSILON, narrow);
    accumulate(free, 0);
    double[] moved = perturbation(free);
    for (int i = 0; i < clean.length; i++) {
      boolean within = clean[i] >= narrow.low() && clean[i] <= narrow.high();
      assertThat(Math.abs(moved[i])).isCloseTo(within ? EPSILON : 0, within(1e-12));
    }
  }

  @Test
  void the_perturbation_stays_in_the_ball_and_lives_on() {
    accumulate(step, 0);
    double[] first = perturbation(step);
    problem.train(network, step, 20);
    double[] later = perturbation(step);
    assertThat(Arrays.stream(later).map(Math::abs).max().orElseThrow())
        .isLessThanOrEqualTo(EPSILON);
    double[] again = accumulate(step, 21);
    double[] fresh = accumulate(new FreeStep(EPSILON, Domain.UNIT), 21);
    assertThat(again).as("seen at the perturbed images").isNotEqualTo(fresh);
    assertThat(later).hasSameSizeAs(first);
  }

  @Test
  void a_restored_perturbation_goes_on_alike() {
    problem.train(network, step, 3);
    FreeStep other = new FreeStep(EPSILON, Domain.UNIT);
    other.restore(step.state());
    assertThat(accumulate(other, 4)).containsExactly(accumulate(step, 4));
    assertThat(perturbation(other)).containsExactly(perturbation(step));
  }

  private static TrainingSettings replayed(int epochs, int replays, Integer... decays) {
    return FreeAtProvider.replayed(
        TrainingSettings.builder()
            .epochs(epochs)
            .warmupEpochs(epochs / 4.0)
            .decayEpochs(List.of(decays))
            .build(),
        replays);
  }

  @Test
  void everything_counted_in_epochs_is_divided_by_the_replays() {
    TrainingSettings replayed = replayed(200, 8, 100, 150);
    assertThat(replayed.epochs()).isEqualTo(25);
    assertThat(replayed.replays()).isEqualTo(8);
    assertThat(replayed.warmupEpochs()).isEqualTo(6.25);
    assertThat(replayed.decayPoints()).containsExactly(12.5, 18.75);
  }

  @Test
  void the_rate_decays_after_the_same_share_of_updates_even_within_the_only_epoch() {
    TrainingSettings replayed = replayed(8, 8, 5, 7);
    assertThat(replayed.epochs()).isEqualTo(1);
    assertThat(replayed.decayEpochs()).as("no epoch begins decayed").containsExactly(1, 1);
    assertThat(replayed.decayPoints()).containsExactly(0.625, 0.875);
  }

  @Test
  void shares_hold_where_the_epochs_are_rounded_up() {
    TrainingSettings replayed = replayed(10, 8, 5);
    assertThat(replayed.epochs()).isEqualTo(2);
    assertThat(replayed.decayPoints()).containsExactly(1.0);
    assertThat(replayed.warmupEpochs()).isEqualTo(0.5);
  }
}
