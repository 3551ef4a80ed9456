package org.robustgrid.analyses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.robustgrid.leaderboard.statistics.Excess;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;

class PicturesBeyondTest {

  private static final int PIXELS = 36;

  private static List<Double> stops(String norm, double epsilon, float[] image, float[] original) {
    return new PicturesBeyond(new ThreatModel(Norm.of(norm), epsilon), image.length)
        .stops(image, original);
  }

  @Test
  void the_way_ends_half_a_level_beyond_the_ball() {
    List<Double> stops = stops("linf", 0.1, new float[] {0.52f, 0.5f}, new float[] {0.5f, 0.5f});
    assertThat(stops).isSorted().startsWith(1.0);
    assertThat(stops.get(stops.size() - 1) * 0.02).isCloseTo(0.1 + 0.5 / 255, within(1e-6));
  }

  @Test
  void an_image_at_the_end_of_the_ball_is_moved_by_half_a_level_at_most() {
    List<Double> stops = stops("linf", 0.1, new float[] {0.6f}, new float[] {0.5f});
    assertThat(stops.get(stops.size() - 1) * 0.1).isCloseTo(0.1 + 0.5 / 255, within(1e-6));
    assertThat(stops).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void an_image_that_is_the_original_leads_nowhere() {
    assertThat(stops("l2", 1, new float[] {0.5f}, new float[] {0.5f})).containsExactly(1.0);
  }

  @Test
  void pictures_are_on_levels_and_in_the_box() {
    float[] picture =
        PicturesBeyond.at(3, new float[] {0.9f, 0.2f}, new float[] {100 / 255f, 80 / 255f});
    assertThat(picture[0]).isEqualTo(1);
    assertThat(picture[1] * 255.0).isCloseTo(Math.rint(picture[1] * 255.0), within(1e-4));
  }

  /**
   * Sound models with smooth boundaries, under an attack that stops on the boundary or one that
   * goes to the end of the ball. At most ten of a thousand rows may be flagged.
   */
  @ParameterizedTest
  @CsvSource({
    "linf, 0.001",
    "linf, 0.01",
    "linf, 0.1",
    "linf, 0.3",
    "linf, 0.9",
    "l2, 0.01",
    "l2, 0.3",
    "l2, 2",
    "l1, 0.05",
    "l1, 1",
    "l1, 10"
  })
  void a_boundary_between_levels_accuses_no_sound_model(String norm, double epsilon) {
    SplittableRandom random = new SplittableRandom(5);
    int flagged = 0;
    for (int row = 0; row < 1000; row++) {
      Curved model = new Curved(random);
      boolean nearest = random.nextBoolean();
      int lost = 0;
      int fallen = 0;
      for (int sample = 0; sample < 30; sample++) {
        float[] original = new float[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
          original[i] = random.nextInt(256) / 255f;
        }
        // the boundary is in the ball, or a little outside it
        model.place(original, norm, epsilon, 1.1 * random.nextDouble());
        float[] image = model.attack(original, norm, epsilon, nearest);
        if (model.errs(image)) {
          fallen++;
          lost += fooledByPicture(model, norm, epsilon, image, original) ? 0 : 1;
        }
      }
      flagged += Excess.p(lost, fallen, 0.1) <= 0.01 ? 1 : 0;
    }
    assertThat(flagged).isLessThanOrEqualTo(10);
  }

  private static boolean fooledByPicture(
      Curved model, String norm, double epsilon, float[] image, float[] original) {
    return stops(norm, epsilon, image, original).stream()
        .anyMatch(stop -> model.errs(PicturesBeyond.at(stop, image, original)));
  }

  /** A model that errs where w·x + c‖w‖·‖x − a‖² exceeds a bound: a curved plane. */
  private static final class Curved {
    private final double[] weights = new double[PIXELS];
    private final double[] anchor = new double[PIXELS];
    private final double bend;
    private double bound;

    Curved(SplittableRandom random) {
      double squares = 0;
      for (int i = 0; i < PIXELS; i++) {
        weights[i] = random.nextGaussian();
        anchor[i] = random.nextDouble();
        squares += weights[i] * weights[i];
      }
      bend = 0.3 * Math.sqrt(squares) * (random.nextDouble() - 0.5);
    }

    private double score(float[] image) {
      double score = 0;
      for (int i = 0; i < PIXELS; i++) {
        double away = image[i] - anchor[i];
        score += weights[i] * image[i] + bend * away * away;
      }
      return score;
    }

    boolean errs(float[] image) {
      return score(image) > bound;
    }

    /** Puts the boundary at a share of the distance to the end of the ball. */
    void place(float[] original, String norm, double epsilon, double share) {
      bound = score(along(original, norm, share * epsilon));
    }

    /** Returns the image at a distance in the steepest direction, clipped to the domain. */
    private float[] along(float[] original, String norm, double distance) {
      double squares = 0;
      int steepest = 0;
      for (int i = 0; i < PIXELS; i++) {
        squares += weights[i] * weights[i];
        steepest = Math.abs(weights[i]) > Math.abs(weights[steepest]) ? i : steepest;
      }
      float[] image = original.clone();
      for (int i = 0; i < PIXELS; i++) {
        double step =
            switch (norm) {
              case "linf" -> Math.signum(weights[i]);
              case "l2" -> weights[i] / Math.sqrt(squares);
              default -> i == steepest ? Math.signum(weights[i]) : 0;
            };
        image[i] = (float) Math.max(0, Math.min(1, original[i] + distance * step));
      }
      return image;
    }

    /**
     * Returns the nearest image on the line that fools the model, found by bisection, or the one at
     * the end of the ball.
     */
    float[] attack(float[] original, String norm, double epsilon, boolean nearest) {
      double right = 0;
      double wrong = epsilon;
      for (int halving = 0; nearest && halving < 40; halving++) {
        double middle = (right + wrong) / 2;
        if (errs(along(original, norm, middle))) {
          wrong = middle;
        } else {
          right = middle;
        }
      }
      return along(original, norm, wrong);
    }
  }
}
