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
  void theFirstUseSeesCleanImagesAndMovesByEpsilon() {
    INDArray clean = Nd4j.zeros(DataType.DOUBLE, network.parameterCount());
    new CrossEntropyStep((net, batch) -> batch.images())
        .accumulate(network, problem.batch(0), clean);
    assertThat(accumulate(step, 0)).containsExactly(HostArrays.read(clean), within(1e-12));
    assertThat(Arrays.stream(perturbation(step)).map(Math::abs))
        .allSatisfy(p -> assertThat(p).isCloseTo(EPSILON, within(1e-12)));
  }

  @Test
  void thePerturbationStaysInTheBallAndLivesOn() {
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
  void aRestoredPerturbationGoesOnAlike() {
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
  void everythingCountedInEpochsIsDividedByTheReplays() {
    TrainingSettings replayed = replayed(200, 8, 100, 150);
    assertThat(replayed.epochs()).isEqualTo(25);
    assertThat(replayed.replays()).isEqualTo(8);
    assertThat(replayed.warmupEpochs()).isEqualTo(6.25);
    assertThat(replayed.decayPoints()).containsExactly(12.5, 18.75);
  }

  @Test
  void theRateDecaysAfterTheSameShareOfUpdatesEvenWithinTheOnlyEpoch() {
    TrainingSettings replayed = replayed(8, 8, 5, 7);
    assertThat(replayed.epochs()).isEqualTo(1);
    assertThat(replayed.decayEpochs()).as("no epoch begins decayed").containsExactly(1, 1);
    assertThat(replayed.decayPoints()).containsExactly(0.625, 0.875);
  }

  @Test
  void sharesHoldWhereTheEpochsAreRoundedUp() {
    TrainingSettings replayed = replayed(10, 8, 5);
    assertThat(replayed.epochs()).isEqualTo(2);
    assertThat(replayed.decayPoints()).containsExactly(1.0);
    assertThat(replayed.warmupEpochs()).isEqualTo(0.5);
  }
}
