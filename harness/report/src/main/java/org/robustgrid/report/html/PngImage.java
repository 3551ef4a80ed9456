package org.robustgrid.report.html;

import java.awt.image.BufferedImage;
import java.util.Base64;
import org.robustgrid.base.files.Png;
import org.robustgrid.leaderboard.DecisionRegions;
import org.robustgrid.leaderboard.example.Example;

/** Draws examples and decision regions as PNG data URIs, one pixel a value. */
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

  /** What a model decides, the top row first: one pixel a cell, clear where it decides nothing. */
  static String regions(DecisionRegions regions) {
    int height = regions.rows().size();
    int width = height == 0 ? 0 : regions.rows().get(0).length();
    BufferedImage image =
        new BufferedImage(Math.max(1, width), Math.max(1, height), BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int decision = regions.decision(y, x);
        image.setRGB(x, y, decision < 0 ? 0 : TINTS[decision % TINTS.length]);
      }
    }
    return encode(image);
  }

  private static String encode(BufferedImage image) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(Png.encode(image));
  }
}
