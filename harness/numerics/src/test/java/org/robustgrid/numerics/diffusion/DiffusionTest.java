package org.robustgrid.numerics.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DiffusionTest {

  private static final VariancePreserving SCHEDULE = VariancePreserving.STANDARD;

  @Test
  void signal_and_noise_keep_their_sum_of_squares() {
    for (double t : new double[] {1e-6, 0.01, 0.5, 1}) {
      double alpha = SCHEDULE.alpha(t);
      double sigma = SCHEDULE.sigma(t);
      assertThat(alpha * alpha + sigma * sigma).isCloseTo(1, within(1e-14));
    }
    // 1 - α² would have lost half of its digits here
    assertThat(SCHEDULE.sigma(1e-12)).isCloseTo(Math.sqrt(0.1e-12), within(1e-16));
  }

  @Test
  void the_density_of_a_diffused_laplace_integrates_to_one_and_has_its_score() {
    DiffusedLaplace law = new DiffusedLaplace(0.8, 0.6, 0.3);
    double mass = 0;
    double step = 1e-3;
    for (double y = -8; y <= 8; y += step) {
      mass += Math.exp(law.logDensity(y)) * step;
    }
    assertThat(mass).isCloseTo(1, within(1e-6));
    for (double y : new double[] {-3, -0.2, 0, 0.7, 5}) {
      double slope = (law.logDensity(y + 1e-5) - law.logDensity(y - 1e-5)) / 2e-5;
      assertThat(law.score(y)).isCloseTo(slope, within(1e-6));
    }
  }

  @Test
  void the_denoiser_of_one_point_leads_every_sampler_to_it() {
    double[] clean = {0.3, -0.7};
    NoisePredictor exact =
        (points, labels, time) -> {
          double[][] noise = new double[points.length][2];
          for (int row = 0; row < points.length; row++) {
            for (int i = 0; i < 2; i++) {
              noise[row][i] =
                  (points[row][i] - SCHEDULE.alpha(time) * clean[i]) / SCHEDULE.sigma(time);
            }
          }
          return noise;
        };
    double[][] start = {{1.5, 0.1}};
    double[] times = VariancePreserving.times(20, 0.001);
    ImplicitSampler.Path path =
        new ImplicitSampler(SCHEDULE, exact, 0).run(start, new int[1], times, null);
    assertThat(path.denoised()[0]).containsExactly(clean, within(1e-9));
    double[] fine = VariancePreserving.times(2000, 0.001);
    ReverseDiffusion.Path reverse =
        new ReverseDiffusion(SCHEDULE, exact, Neighbourhood.NONE)
            .run(start, new int[1], start, fine, new double[2000][1][2]);
    assertThat(reverse.result()[0]).containsExactly(clean, within(0.05));
  }

  @Test
  void guidance_of_weight_zero_is_the_conditional_prediction() {
    NoisePredictor predictor =
        (points, labels, time) -> new double[][] {{labels[0] == NoisePredictor.NO_CLASS ? 1 : 3}};
    double[][] x = {{0}};
    assertThat(predictor.guided(0).predict(x, new int[1], 0.5)[0]).containsExactly(3);
    assertThat(predictor.guided(2).predict(x, new int[1], 0.5)[0]).containsExactly(7);
  }
}
