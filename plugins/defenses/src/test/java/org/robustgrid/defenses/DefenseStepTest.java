package org.robustgrid.defenses;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.defenses.adversarial.TradesStep;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Network;

class DefenseStepTest {

  private static final double EPSILON = 0.1;
  private static final InnerAttack ATTACK =
      new InnerAttack(new ThreatModel(Norm.LINF, EPSILON), 5, EPSILON / 2);

  private final ToyProblem problem = new ToyProblem(1);
  private final Network network = ToyProblem.network();

  private static TrainingStep madry() {
    ProjectedGradientDescent descent = ATTACK.descent(Domain.UNIT);
    return new CrossEntropyStep(
        (net, batch) ->
            InnerAttack.attack(
                descent,
                net,
                batch,
                new CrossEntropy(batch.labels()),
                Start.random(batch.random(), 0)));
  }

  @Test
  void standard_training_is_accurate_and_falls() {
    problem.train(network, new CrossEntropyStep((net, batch) -> batch.images()), 400);
    assertThat(problem.cleanAccuracy(network)).isGreaterThan(0.9);
    assertThat(problem.robustAccuracy(network, EPSILON)).isLessThan(0.5);
  }

  @Test
  void adversarial_training_stands() {
    problem.train(network, madry(), 400);
    assertThat(problem.robustAccuracy(network, EPSILON)).isGreaterThan(0.8);
  }

  @Test
  void trades_stands() {
    problem.train(network, new TradesStep(6, ATTACK, Domain.UNIT), 400);
    assertThat(problem.robustAccuracy(network, EPSILON)).isGreaterThan(0.8);
  }

  @Test
  void without_a_divergence_trades_is_standard_training() {
    INDArray trades = Nd4j.zeros(DataType.DOUBLE, network.parameterCount());
    new TradesStep(0, ATTACK, Domain.UNIT).accumulate(network, problem.batch(0), trades);
    INDArray standard = Nd4j.zeros(DataType.DOUBLE, network.parameterCount());
    new CrossEntropyStep((net, batch) -> batch.images())
        .accumulate(network, problem.batch(0), standard);
    assertThat(HostArrays.read(trades)).containsExactly(HostArrays.read(standard));
  }

  @Test
  void the_same_batch_gives_the_same_gradient() {
    INDArray first = Nd4j.zeros(DataType.DOUBLE, network.parameterCount());
    INDArray second = first.dup();
    TrainingStep step = madry();
    step.accumulate(network, problem.batch(3), first);
    step.accumulate(network, problem.batch(4), second.dup());
    step.accumulate(network, problem.batch(3), second);
    assertThat(HostArrays.read(second)).containsExactly(HostArrays.read(first));
  }

  @Test
  void noise_has_the_declared_deviation_and_changes_with_the_step() {
    TrainingBatch batch = problem.batch(0);
    double[] clean = HostArrays.read(batch.images());
    NoisyImages noisy = new NoisyImages(0.25);
    double[] first = HostArrays.read(noisy.of(batch));
    double[] second = HostArrays.read(noisy.of(problem.batch(1)));
    double sum = 0;
    for (int i = 0; i < clean.length; i++) {
      sum += (first[i] - clean[i]) * (first[i] - clean[i]);
    }
    assertThat(Math.sqrt(sum / clean.length)).isBetween(0.24, 0.26);
    assertThat(second).isNotEqualTo(first);
  }
}
