package org.robustgrid.analyses;

import java.util.ArrayList;
import java.util.List;
import org.robustgrid.numerics.EightBits;
import org.robustgrid.spi.attack.ThreatModel;

/**
 * Pictures of 8 bits on the way from an original through an adversarial image and on. An image on a
 * decision boundary, where a minimum-distance attack leaves it, is pushed back by rounding whatever
 * the model is; a little further out the model is fooled by pictures too, unless what fools it lies
 * between the levels.
 *
 * <p>The way ends at the ball's boundary, widened by half a level in each coordinate, which is as
 * far as rounding itself moves an image: an epsilon below a level holds no picture but the
 * original, and one of 2.5 levels none of more than two. L0 counts coordinates and leaves their
 * values free: its way ends at the end of their range.
 */
final class PicturesBeyond {

  private static final double HALF_LEVEL = 0.5 / 255;

  private final String norm;
  private final double step;
  private final double end;

  /**
   * Ways within a ball.
   *
   * @param coordinates of an image
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
   * Where to stop on the way, as multiples of the perturbation: 1 first, then ever further beyond
   * it, in distances that double, to the end.
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

  /** The picture at a multiple of the perturbation: values in [0, 1], on levels. */
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
