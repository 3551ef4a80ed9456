package org.robustgrid.core.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.ThreatModel;

class AdversarialCheckTest {

  private static double check(Norm norm, double epsilon, float[] original, double... adversarial) {
    AdversarialCheck check = new AdversarialCheck(new ThreatModel(norm, epsilon), Domain.UNIT);
    return check.check(9, original, adversarial, 0, original.length);
  }

  @Test
  void measuresEveryNorm() {
    float[] x = {0.5f, 0.5f, 0.5f};
    assertThat(check(Norm.LINF, 1, x, 0.5, 0.25, 0.75)).isEqualTo(0.25);
    assertThat(check(Norm.L2, 1, x, 0.5, 0.2, 0.9)).isCloseTo(0.5, within(1e-12));
    assertThat(check(Norm.L1, 1, x, 0.5, 0.25, 0.75)).isEqualTo(0.5);
    assertThat(check(Norm.L0, 2, x, 0.5, 0.25, 0.75)).isEqualTo(2);
  }

  @Test
  void grantsWhatRoundingToFloatCanAdd() {
    // the float nearest to x + ε may lie beyond it by half a unit in the last place
    float x = 0.7f;
    for (double epsilon : new double[] {1.0 / 255, 8.0 / 255, 0.1, 0.3}) {
      float adversarial = (float) (x + epsilon);
      assertThatCode(() -> check(Norm.LINF, epsilon, new float[] {x}, adversarial))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void refusesWhatIsBeyondTheBallByATenThousandth() {
    assertThatThrownBy(() -> check(Norm.LINF, 0.1, new float[] {0.5f}, 0.60001))
        .isInstanceOf(ViolationException.class)
        .hasMessageContaining("sample 9 left the ball")
        .hasMessageContaining("linf");
    assertThatThrownBy(() -> check(Norm.L2, 0.1, new float[] {0.5f, 0.5f}, 0.60001, 0.5))
        .isInstanceOf(ViolationException.class);
    assertThatThrownBy(() -> check(Norm.L0, 1, new float[] {0.5f, 0.5f}, 0.6, 0.51))
        .isInstanceOf(ViolationException.class);
  }

  @Test
  void refusesWhatLeavesTheDomainOrIsNoNumber() {
    assertThatThrownBy(() -> check(Norm.LINF, 1, new float[] {0.99f}, 1.0001))
        .hasMessageContaining("outside the domain [0.0, 1.0]");
    assertThatThrownBy(() -> check(Norm.LINF, 1, new float[] {0.5f}, Double.NaN))
        .hasMessageContaining("the value NaN at coordinate 0");
    assertThatThrownBy(() -> check(Norm.LINF, 1, new float[] {0.5f}, Double.POSITIVE_INFINITY))
        .isInstanceOf(ViolationException.class);
  }

  @Test
  void atEpsilonZeroOnlyTheOriginalPasses() {
    assertThat(check(Norm.LINF, 0, new float[] {0.3f}, 0.3f)).isZero();
    assertThatThrownBy(() -> check(Norm.LINF, 0, new float[] {0.3f}, 0.30001))
        .isInstanceOf(ViolationException.class);
  }
}
