package org.robustgrid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.ApgdResult;
import org.robustgrid.numerics.attack.AutoProjectedGradientDescent;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.attack.PgdResult;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.energy.LangevinDynamics;
import org.robustgrid.numerics.energy.LangevinNoise;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.MarginalEnergy;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.testkit.toy.ToyNetwork;

class AttackAlgorithmTest {

  private static final int[] LABELS = {0, 1, 2};
  private static final long[] SAMPLES = {4, 8, 15};

  private final ToyNetwork network = new ToyNetwork(DataType.FLOAT, true, 1, 6, 8, 3);
  private final INDArray images = Nd4j.valueArrayOf(new long[] {3, 6}, 0.4f, DataType.FLOAT);

  @Test
  void the_best_point_of_apgd_has_the_loss_it_reports() {
    ApgdResult result =
        AutoProjectedGradientDescent.builder(new ThreatModel(Norm.L2, 0.3))
            .steps(30)
            .build()
            .run(
                GradientSource.of(network),
                images,
                LABELS,
                SAMPLES,
                new CrossEntropy(LABELS),
                Start.random(RandomKey.of(2), 0));
    double[] again = network.lossGradient(result.best(), new CrossEntropy(LABELS)).losses();
    assertThat(result.bestLoss()).containsExactly(again);
  }

  @Test
  void what_pgd_returns_in_float_is_what_it_would_evaluate_next() {
    List<double[]> seen = new ArrayList<>();
    ProjectedGradientDescent descent =
        ProjectedGradientDescent.builder(new ThreatModel(Norm.LINF, 0.1))
            .stepSize(0.03)
            .steps(5)
            .randomStart(true)
            .observer((step, iterate) -> seen.add(HostArrays.read(iterate)))
            .build();
    PgdResult result = run(descent, new CrossEntropy(LABELS), RandomKey.of(3));
    assertThat(seen).hasSize(6);
    assertThat(HostArrays.read(result.iterates())).containsExactly(seen.get(5));
  }

  @Test
  void a_second_run_of_the_same_object_starts_afresh() {
    ProjectedGradientDescent descent =
        ProjectedGradientDescent.builder(new ThreatModel(Norm.LINF, 0.1))
            .steps(4)
            .stepSize(0.05)
            .randomStart(true)
            .build();
    double[] first =
        HostArrays.read(run(descent, new CrossEntropy(LABELS), RandomKey.of(3)).iterates());
    run(descent, new CrossEntropy(new int[] {2, 2, 2}), RandomKey.of(9));
    double[] again =
        HostArrays.read(run(descent, new CrossEntropy(LABELS), RandomKey.of(3)).iterates());
    assertThat(again).containsExactly(first);
  }

  private PgdResult run(ProjectedGradientDescent descent, Loss loss, RandomKey key) {
    return descent.run(GradientSource.of(network), images, SAMPLES, loss, Start.random(key, 0));
  }

  @Test
  void different_samples_and_restarts_start_at_different_points() {
    ProjectedGradientDescent descent =
        ProjectedGradientDescent.builder(new ThreatModel(Norm.L2, 0.1))
            .steps(0)
            .randomStart(true)
            .build();
    Loss loss = new CrossEntropy(LABELS);
    GradientSource source = GradientSource.of(network);
    double[] first =
        HostArrays.read(
            descent
                .run(source, images, SAMPLES, loss, Start.random(RandomKey.of(1), 0))
                .iterates());
    double[] second =
        HostArrays.read(
            descent
                .run(source, images, SAMPLES, loss, Start.random(RandomKey.of(1), 1))
                .iterates());
    assertThat(Arrays.copyOfRange(first, 0, 6)).isNotEqualTo(Arrays.copyOfRange(first, 6, 12));
    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void langevin_noise_follows_the_sample_not_the_row() {
    double[] both = new double[6];
    LangevinNoise.keyed(RandomKey.of(7), new long[] {10, 20}).draw(3, both);
    double[] alone = new double[3];
    LangevinNoise.keyed(RandomKey.of(7), new long[] {20}).draw(3, alone);
    assertThat(alone).containsExactly(Arrays.copyOfRange(both, 3, 6));
  }

  @Test
  void without_noise_langevin_dynamics_descends_the_energy() {
    INDArray points = images.dup();
    double[] before = network.lossGradient(points, new MarginalEnergy()).losses().clone();
    new LangevinDynamics(0.05, 0, Domain.UNIT)
        .run(
            network,
            points,
            new MarginalEnergy(),
            10,
            (step, noise) -> Arrays.fill(noise, 1),
            (step, iterate) -> {});
    double[] after = network.lossGradient(points, new MarginalEnergy()).losses();
    for (int row = 0; row < 3; row++) {
      assertThat(after[row]).isLessThan(before[row]);
    }
  }
}
