package org.robustgrid.run.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;

class AdversarialCheckTest {

  private static double check(Norm norm, double epsilon, float[] original, double... adversarial) {
    AdversarialCheck check = new AdversarialCheck(new ThreatModel(norm, epsilon), Domain.UNIT);
    return check.check(9, original, adversarial, 0, original.length);
  }

  @Test
  void measures_every_norm() {
    float[] x = {0.5f, 0.5f, 0.5f};
    assertThat(check(Norm.LINF, 1, x, 0.5, 0.25, 0.75)).isEqualTo(0.25);
    assertThat(check(Norm.L2, 1, x, 0.5, 0.2, 0.9)).isCloseTo(0.5, within(1e-12));
    assertThat(check(Norm.L1, 1, x, 0.5, 0.25, 0.75)).isEqualTo(0.5);
    assertThat(check(Norm.L0, 2, x, 0.5, 0.25, 0.75)).isEqualTo(2);
  }

  @Test
  void grants_what_rounding_to_float_can_add() {
    // the float nearest to x + ε may lie beyond it by half a unit in the last place
    float x = 0.7f;
    for (double epsilon : new double[] {1.0 / 255, 8.0 / 255, 0.1, 0.3}) {
      float adversarial = (float) (x + epsilon);
      assertThatCode(() -> check(Norm.LINF, epsilon, new float[] {x}, adversarial))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void refuses_what_is_beyond_the_ball_by_a_ten_thousandth() {
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
  void grants_no_more_than_rounding_of_every_coordinate_under_l2_and_l1() {
    // a picture of coordinates that float cannot hold exactly after the step
    int n = 784;
    float[] x = new float[n];
    double[] a = new double[n];
    Random random = new Random(1);
    double step = 0.5 / Math.sqrt(n);
    for (int i = 0; i < n; i++) {
      x[i] = 0.1f + 0.8f * random.nextFloat();
      a[i] = (float) (x[i] + (random.nextBoolean() ? step : -step));
    }
    assertThat(check(Norm.L2, 0.5, x, a)).isCloseTo(0.5, within(1e-6));
    assertThat(check(Norm.L1, n * step, x, a)).isCloseTo(n * step, within(1e-4));
    // 3e-6 beyond, which 2^-23 times the root of the length would have let pass
    assertThatThrownBy(() -> check(Norm.L2, 0.5 * (1 - 6e-6), x, a))
        .isInstanceOf(ViolationException.class);
    assertThatThrownBy(() -> check(Norm.L1, n * step * (1 - 3e-6), x, a))
        .isInstanceOf(ViolationException.class);
  }

  @Test
  void grants_nothing_for_coordinates_that_are_not_changed() {
    // the only change is one coordinate just beyond the tolerance: hundreds of others lend it none
    float[] x = new float[784];
    java.util.Arrays.fill(x, 0.75f);
    double[] a = new double[784];
    java.util.Arrays.fill(a, 0.75f);
    a[5] = 0.75 + 0.1 * (1 + 2e-6);
    assertThatThrownBy(() -> check(Norm.L2, 0.1, x, a)).isInstanceOf(ViolationException.class);
    assertThatThrownBy(() -> check(Norm.L1, 0.1, x, a)).isInstanceOf(ViolationException.class);
    assertThatThrownBy(() -> check(Norm.LINF, 0.1, x, a)).isInstanceOf(ViolationException.class);
    a[5] = 0.75 + 0.1 * (1 + 9e-7);
    assertThatCode(() -> check(Norm.L2, 0.1, x, a)).doesNotThrowAnyException();
  }

  @Test
  void refuses_what_leaves_the_domain_or_is_no_number() {
    assertThatThrownBy(() -> check(Norm.LINF, 1, new float[] {0.99f}, 1.0001))
        .hasMessageContaining("outside the domain [0.0, 1.0]");
    assertThatThrownBy(() -> check(Norm.LINF, 1, new float[] {0.5f}, Double.NaN))
        .hasMessageContaining("the value NaN at coordinate 0");
    assertThatThrownBy(() -> check(Norm.LINF, 1, new float[] {0.5f}, Double.POSITIVE_INFINITY))
        .isInstanceOf(ViolationException.class);
  }

  @Test
  void at_epsilon_zero_only_the_original_passes() {
    assertThat(check(Norm.LINF, 0, new float[] {0.3f}, 0.3f)).isZero();
    assertThatThrownBy(() -> check(Norm.LINF, 0, new float[] {0.3f}, 0.30001))
        .isInstanceOf(ViolationException.class);
  }
}
