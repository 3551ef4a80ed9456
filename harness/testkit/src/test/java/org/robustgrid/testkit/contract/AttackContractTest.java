package org.robustgrid.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Attack;
import org.robustgrid.spi.AttackResult;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.ThreatModel;

class AttackContractTest {

  private static final ThreatModel THREAT = new ThreatModel(Norm.LINF, 0.1);

  private static Attack moving(double distance) {
    return request -> {
      INDArray answer = request.images().dup();
      double[] values = HostArrays.read(answer);
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.min(1, values[i] + distance);
      }
      HostArrays.write(values, answer);
      return AttackResult.builder(answer).build();
    };
  }

  @Test
  void anAttackThatDoesNothingKeepsTheContract() {
    assertThat(AttackContract.violations(moving(0), THREAT)).isEmpty();
  }

  @Test
  void anAttackThatLeavesTheBallIsFound() {
    assertThat(AttackContract.violations(moving(0.2), THREAT))
        .anyMatch(violation -> violation.contains("leaves the ball"));
  }

  @Test
  void anAttackThatAnswersWithNaNIsFound() {
    assertThat(AttackContract.violations(moving(Double.NaN), THREAT))
        .anyMatch(violation -> violation.contains("NaN"));
  }

  @Test
  void anAttackThatWritesToTheOriginalsIsFound() {
    Attack careless = request -> AttackResult.builder(request.images().muli(0.99)).build();
    assertThat(AttackContract.violations(careless, THREAT))
        .anyMatch(violation -> violation.contains("changes the original"));
  }

  @Test
  void anAttackThatMixesSamplesIsFound() {
    Attack mixing =
        request -> {
          double scale = 1 - 0.001 * request.labels().length;
          return AttackResult.builder(request.images().mul(scale)).build();
        };
    assertThat(AttackContract.violations(mixing, THREAT))
        .anyMatch(violation -> violation.contains("depends on its batch"));
  }
}
