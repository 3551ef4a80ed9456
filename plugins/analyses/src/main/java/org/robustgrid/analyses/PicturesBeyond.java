package org.robustgrid.analyses;

import java.util.ArrayList;
import java.util.List;
import org.robustgrid.numerics.EightBits;
import org.robustgrid.spi.attack.ThreatModel;

/**
 * Computes 8-bit pictures on the line from an original through an adversarial image and beyond. A
 * minimum-distance attack leaves its images on the decision boundary, and rounding may push them
 * back for any model. A little further out, 8-bit pictures fool the model too, unless it errs only
 * between the levels.
 *
 * <p>The line ends half a level per coordinate beyond the ball's boundary, since rounding itself
 * moves an image that far: otherwise a ball with an epsilon below one level would contain no
 * picture but the original, and one of 2.5 levels no change of more than two levels. The L0 norm
 * does not bound the values: its line ends at the limit of their range.
 */
final class PicturesBeyond {

  private static final double HALF_LEVEL = 0.5 / 255;

  private final String norm;
  private final double step;
  private final double end;

  /**
   * Lines in a ball.
   *
   * @param coordinates number of coordinates of an image
   */
  PicturesBeyond(ThreatModel threat, int coordinates) {
    this.norm = threat.norm().id();
    this.step =
        switch (norm) {
          case "l2" -> HALF_LEVEL * Math.sqrt(coordinates);
          case "l1" -> HALF_LEVEL * coordinates;
          default -> HALF_LEVEL;
        };
    this.end = norm.equals("l0") ? 1 : threat.epsilon() + step;
  }

  /**
   * Returns places along the line as multiples of the perturbation: first 1, then further and
   * further out, at distances that double, up to the end.
   */
  List<Double> stops(float[] image, float[] original) {
    List<Double> stops = new ArrayList<>(List.of(1.0));
    double distance = distance(image, original);
    if (distance > 0 && distance < end) {
      for (double beyond = step; distance + beyond < end; beyond *= 2) {
        stops.add((distance + beyond) / distance);
      }
      stops.add(end / distance);
    }
    return stops;
  }

  /**
   * Returns the picture at a multiple of the perturbation, with values in [0, 1] rounded to 8 bits.
   */
  static float[] at(double multiple, float[] image, float[] original) {
    float[] moved = image.clone();
    for (int i = 0; i < image.length && multiple != 1; i++) {
      double value = original[i] + multiple * ((double) image[i] - original[i]);
      moved[i] = (float) Math.max(0, Math.min(1, value));
    }
    return EightBits.round(moved, original);
  }

  private double distance(float[] image, float[] original) {
    double sum = 0;
    double squares = 0;
    double largest = 0;
    for (int i = 0; i < image.length; i++) {
      double change = Math.abs((double) image[i] - original[i]);
      sum += change;
      squares += change * change;
      largest = Math.max(largest, change);
    }
    return switch (norm) {
      case "l2" -> Math.sqrt(squares);
      case "l1" -> sum;
      default -> largest;
    };
  }
}
