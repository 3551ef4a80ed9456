package org.robustgrid.defenses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Network;
import org.robustgrid.spi.TrainingSettings;

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

  @Test
  void everythingCountedInEpochsIsDividedByTheReplays() {
    TrainingSettings settings =
        TrainingSettings.builder()
            .epochs(200)
            .warmupEpochs(8)
            .decayEpochs(List.of(100, 150))
            .build();
    TrainingSettings replayed = FreeAtProvider.replayed(settings, 8);
    assertThat(replayed.epochs()).isEqualTo(25);
    assertThat(replayed.warmupEpochs()).isEqualTo(1);
    assertThat(replayed.decayEpochs()).containsExactly(12, 18);
  }
}
