package org.robustgrid.report.html;

import java.awt.image.BufferedImage;
import java.util.Base64;
import org.robustgrid.base.files.Png;
import org.robustgrid.leaderboard.analysis.Plane;
import org.robustgrid.leaderboard.example.Example;

/** Draws examples and classes over the plane as PNG data URIs, one pixel a value. */
final class PngImage {

  /** The style sheet's series colours at a third of their strength: they tint light and dark. */
  private static final int[] TINTS = {
    0x550072b2, 0x55d55e00, 0x5500805c, 0x55b04a87, 0x559c7400, 0x553391c9, 0x555d646c, 0x557b4216
  };

  private PngImage() {}

  static String original(Example example) {
    return draw(example, example.original(), example.low(), example.high());
  }

  static String adversarial(Example example) {
    return draw(example, example.adversarial(), example.low(), example.high());
  }

  /** The perturbation, 0 shown mid grey, its largest coordinate black or white. */
  static String perturbation(Example example) {
    double largest = largestPerturbation(example);
    float[] difference = new float[example.original().length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = example.adversarial()[i] - example.original()[i];
    }
    return draw(example, difference, -largest, largest);
  }

  /** How many times the perturbation is amplified by {@link #perturbation}. */
  static double amplification(Example example) {
    return (example.high() - example.low()) / (2 * largestPerturbation(example));
  }

  private static double largestPerturbation(Example example) {
    double largest = 1e-6;
    for (int i = 0; i < example.original().length; i++) {
      largest = Math.max(largest, Math.abs(example.adversarial()[i] - example.original()[i]));
    }
    return largest;
  }

  private static String draw(Example example, float[] values, double low, double high) {
    int height = example.shape()[1];
    int width = example.shape()[2];
    boolean grey = example.shape()[0] == 1;
    BufferedImage image =
        new BufferedImage(
            width, height, grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    int plane = height * width;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int band = 0; band < (grey ? 1 : 3); band++) {
          double value = (values[band * plane + y * width + x] - low) / (high - low);
          int level = (int) Math.round(255 * Math.min(1, Math.max(0, value)));
          image.getRaster().setSample(x, y, band, level);
        }
      }
    }
    return encode(image);
  }

  /**
   * Classes over the plane, the top row first: one pixel a cell, clear if there is none, paler
   * where the confidence is low.
   */
  static String plane(Plane plane) {
    int height = plane.classes().size();
    int width = plane.classes().get(0).length();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int decided = plane.at(y, x);
        image.setRGB(x, y, decided < 0 ? 0 : tint(decided, plane.confidenceAt(y, x)));
      }
    }
    return encode(image);
  }

  private static int tint(int decided, double confidence) {
    int full = TINTS[decided % TINTS.length];
    // at least half of it, so that no decision is hidden
    return (int) Math.round((full >>> 24) * (1 + confidence) / 2) << 24 | full & 0xffffff;
  }

  private static String encode(BufferedImage image) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(Png.encode(image));
  }
}
