package org.robustgrid.testkit.attack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.AutoProjectedGradientDescent;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.MarginalEnergy;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/** In float, every point lies in the ball and the box as the harness checks them. */
class AttackFeasibilityTest {

  private static final int BATCHES = 40;
  private static final int ROWS = 25;

  private final RandomStream random = RandomKey.of(77).stream();
  private final long[] samples = new long[ROWS];

  private INDArray floats(int length, double low, double high) {
    double[] values = new double[ROWS * length];
    for (int i = 0; i < values.length; i++) {
      double value = random.nextDouble(low - 0.2, high + 0.2);
      values[i] = (float) Math.min(Math.max(value, (float) low), (float) high);
    }
    INDArray array = Nd4j.createUninitialized(DataType.FLOAT, new long[] {ROWS, length}, 'c');
    HostArrays.write(values, array);
    return array;
  }

  /** Slopes drawn anew at every call, and losses that rise and fall. */
  private GradientSource drawn(int length) {
    return (points, rows, draw, loss) -> {
      double[] losses = new double[ROWS];
      for (int row = 0; row < ROWS; row++) {
        losses[row] = random.nextDouble();
      }
      return new LossGradient(losses, Nd4j.zeros(DataType.FLOAT, ROWS, 2), floats(length, -1, 1));
    };
  }

  @ParameterizedTest
  @CsvSource({"LINF, 0, 1", "L2, 0, 1", "LINF, -1.3, 2.7", "L2, -1.3, 2.7"})
  void every_answer_is_in_the_ball_and_the_box(Norm norm, double low, double high) {
    Domain domain = new Domain((float) low, (float) high);
    for (int batch = 0; batch < BATCHES; batch++) {
      int length = 1 + batch * 7;
      ThreatModel threat = new ThreatModel(norm, Math.pow(10, random.nextDouble(-5, 0.5)));
      INDArray images = floats(length, domain.low(), domain.high());
      Start start = Start.random(RandomKey.of(batch), 0);
      check(
          images,
          ProjectedGradientDescent.builder(threat)
              .domain(domain)
              .stepSize(threat.epsilon() * 0.7)
              .steps(4)
              .randomStart(true)
              .build()
              .run(drawn(length), images, samples, new MarginalEnergy(), start)
              .iterates(),
          threat,
          domain);
      check(
          images,
          AutoProjectedGradientDescent.builder(threat)
              .domain(domain)
              .steps(6)
              .build()
              .run(drawn(length), images, new int[ROWS], samples, new MarginalEnergy(), start)
              .best(),
          threat,
          domain);
    }
  }

  private static void check(INDArray images, INDArray found, ThreatModel threat, Domain domain) {
    double[] center = HostArrays.read(images);
    double[] point = HostArrays.read(found);
    int length = point.length / ROWS;
    for (int row = 0; row < ROWS; row++) {
      double distance = Distances.between(threat.norm(), point, center, row * length, length);
      assertThat(distance).isLessThanOrEqualTo(threat.epsilon() * (1 + 1e-6));
    }
    for (double value : point) {
      assertThat(value).isBetween(domain.low(), domain.high());
    }
  }
}
