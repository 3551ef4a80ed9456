package org.robustgrid.numerics.corruption;

import java.util.Arrays;
import org.robustgrid.spi.random.RandomStream;

/** Weather corruptions: snow, fog, brightness and frost. */
final class Weather {

  /** Crystals are a little blue. */
  private static final double[] FROST_TINT = {0.92, 0.97, 1};

  private static final double FROST_DEVIATION = 0.22;
  private static final double CRYSTAL_DECAY = 1.7;
  private static final double VEIL_DECAY = 2.5;

  private Weather() {}

  /**
   * Snow.
   *
   * @param mean of the noise that flakes are made of
   * @param deviation of that noise
   * @param zoom by which it is enlarged
   * @param threshold below which there is no flake
   * @param radius of the motion blur that draws flakes out
   * @param sigma of that blur
   * @param clear the share of the image that is not whitened
   */
  static Corruption snow(
      double mean,
      double deviation,
      double zoom,
      double threshold,
      int radius,
      double sigma,
      double clear) {
    return (picture, random) -> {
      int height = picture.height();
      int width = picture.width();
      double[] noise = new double[height * width];
      random.fillGaussian(noise, 0, noise.length);
      for (int i = 0; i < noise.length; i++) {
        noise[i] = mean + deviation * noise[i];
      }
      double[] flakes = Filters.enlarged(noise, height, width, zoom);
      for (int i = 0; i < flakes.length; i++) {
        flakes[i] = flakes[i] < threshold ? 0 : Picture.clip(flakes[i]);
      }
      double degrees = random.nextDouble(-135, -45);
      double[] layer = Filters.motion(flakes, height, width, radius, sigma, degrees);
      double[] luma = picture.luma();
      picture.each(
          plane -> {
            double[] result = new double[plane.length];
            for (int i = 0; i < plane.length; i++) {
              double white = Math.max(plane[i], 1.5 * luma[i] + 0.5);
              double whitened = clear * plane[i] + (1 - clear) * white;
              // the layer, and the same turned by half a turn
              result[i] = whitened + layer[i] + layer[plane.length - 1 - i];
            }
            return result;
          });
    };
  }

  /**
   * Fog.
   *
   * @param strength of the fractal
   * @param decay of its roughness
   */
  static Corruption fog(double strength, double decay) {
    return (picture, random) -> {
      double most = 0;
      for (int channel = 0; channel < picture.channels(); channel++) {
        most = Math.max(most, Arrays.stream(picture.plane(channel)).max().orElse(0));
      }
      double scale = most / (most + strength);
      double[] fractal = Plasma.fractal(picture.height(), picture.width(), decay, random);
      picture.each(
          plane -> {
            double[] result = new double[plane.length];
            for (int i = 0; i < plane.length; i++) {
              result[i] = (plane[i] + strength * fractal[i]) * scale;
            }
            return result;
          });
    };
  }

  /** Brighter by an amount of the value of HSV, hue and saturation as they were. */
  static Corruption brightness(double amount) {
    return (picture, random) -> {
      for (int i = 0; i < picture.plane(0).length; i++) {
        double value = picture.brightest(i);
        double brighter = Picture.clip(value + amount);
        for (int channel = 0; channel < picture.channels(); channel++) {
          double[] plane = picture.plane(channel);
          // black has no hue: it becomes grey
          plane[i] = value > 0 ? plane[i] * brighter / value : brighter;
        }
      }
    };
  }

  /**
   * Frost on a window. The authors add photographs; here it is a texture: ridges of one plasma
   * fractal are crystals, another one is a veil between them.
   *
   * @param image weight of the image
   * @param frost weight of the texture
   * @param cover mean of the texture
   */
  static Corruption frost(double image, double frost, double cover) {
    return (picture, random) -> {
      double[] texture = frostTexture(picture.height(), picture.width(), cover, random);
      for (int channel = 0; channel < picture.channels(); channel++) {
        double tint = picture.channels() == 1 ? FROST_TINT[1] : FROST_TINT[channel];
        double[] plane = picture.plane(channel);
        for (int i = 0; i < plane.length; i++) {
          plane[i] = image * plane[i] + frost * tint * texture[i];
        }
      }
    };
  }

  /** A texture of about the given mean. */
  static double[] frostTexture(int height, int width, double cover, RandomStream random) {
    double[] crystals = Plasma.fractal(height, width, CRYSTAL_DECAY, random);
    double[] veil = Plasma.fractal(height, width, VEIL_DECAY, random);
    double[] texture = new double[crystals.length];
    for (int i = 0; i < texture.length; i++) {
      double ridge = 1 - Math.abs(2 * crystals[i] - 1);
      texture[i] = ridge * ridge * (0.5 + 0.5 * veil[i]) + 0.3 * veil[i];
    }
    double mean = Arrays.stream(texture).average().orElse(0);
    double squares = Arrays.stream(texture).map(t -> (t - mean) * (t - mean)).average().orElse(0);
    double scale = squares > 0 ? FROST_DEVIATION / Math.sqrt(squares) : 0;
    for (int i = 0; i < texture.length; i++) {
      texture[i] = Picture.clip(cover + scale * (texture[i] - mean));
    }
    return texture;
  }
}
