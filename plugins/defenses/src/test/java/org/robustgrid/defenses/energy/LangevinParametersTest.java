package org.robustgrid.defenses.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.DefenseProvider;

class LangevinParametersTest {

  private static LangevinParameters defaultsOf(DefenseProvider provider) {
    return LangevinParameters.of(Parameters.of(provider.descriptor(), Map.of()));
  }

  @Test
  void a_step_on_pixels_from_zero_to_one_is_the_step_of_jem_on_pixels_from_minus_one() {
    LangevinParameters ours = defaultsOf(new JemProvider());
    double x = 0.3;
    double slope = 0.7;
    double normal = -1.3;
    // E(x) = E'(2 x - 1), so that the slope there is half of the slope here
    double theirs = (2 * x - 1) - 1.0 * (slope / 2) + 0.01 * normal;
    double next = x - ours.stepSize() * slope + ours.noise() * normal;
    assertThat(next).isCloseTo((theirs + 1) / 2, within(1e-15));
  }

  @Test
  void one_alpha_gives_step_and_noise_as_in_the_papers_algorithm() {
    LangevinParameters ours =
        LangevinParameters.of(
            Parameters.of(new JeatProvider().descriptor(), Map.of("sgld-alpha", 0.04)));
    assertThat(ours.stepSize()).isEqualTo(0.02);
    assertThat(ours.noise()).isEqualTo(0.2);
    assertThat(ours.inputNoise()).isEqualTo(0.015);
  }

  @Test
  void the_images_noise_is_jems_on_pixels_half_as_far_apart() {
    assertThat(defaultsOf(new JemProvider()).inputNoise()).isEqualTo(0.03 / 2);
  }

  @Test
  void jeat_draws_its_chains_as_its_baseline_does() {
    assertThat(defaultsOf(new JeatProvider())).isEqualTo(defaultsOf(new JemProvider()));
  }
}
