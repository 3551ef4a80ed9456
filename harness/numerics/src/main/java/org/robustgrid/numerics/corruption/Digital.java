package org.robustgrid.numerics.corruption;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.robustgrid.spi.random.RandomStream;

/** Digital corruptions: effects of cameras, programs and formats. */
final class Digital {

  private static final int LEVELS = 255;
  private static final double ELASTIC_TRUNCATE = 3;

  private Digital() {}

  /** Values at a share of their distance from the mean of their channel. */
  static Corruption contrast(double share) {
    return (picture, random) ->
        picture.each(
            plane -> {
              double mean = Arrays.stream(plane).average().orElse(0);
              return Arrays.stream(plane).map(v -> (v - mean) * share + mean).toArray();
            });
  }

  /**
   * Another saturation of HSV, hue and value as they were; of grey pixels, which have no hue, that
   * of red.
   *
   * @param factor of the saturation
   * @param amount added to it
   */
  static Corruption saturate(double factor, double amount) {
    return (picture, random) -> {
      for (int i = 0; i < picture.plane(0).length; i++) {
        double value = picture.brightest(i);
        double least = value;
        for (int channel = 0; channel < 3; channel++) {
          least = Math.min(least, picture.plane(channel)[i]);
        }
        double saturation = value > 0 ? (value - least) / value : 0;
        double other = Picture.clip(saturation * factor + amount);
        for (int channel = 0; channel < 3; channel++) {
          double[] plane = picture.plane(channel);
          double short0 =
              saturation > 0 ? (value - plane[i]) / saturation : channel == 0 ? 0 : value;
          plane[i] = value - short0 * other;
        }
      }
    };
  }

  /**
   * Shrunk to int(share × side) pixels and enlarged again; a pixel is the mean of those whose
   * middle lies in its window, as Pillow's box filter.
   */
  static Corruption pixelate(double share) {
    return (picture, random) -> {
      int height = picture.height();
      int width = picture.width();
      int smallHeight = Math.max(1, (int) (height * share));
      int smallWidth = Math.max(1, (int) (width * share));
      picture.each(
          plane -> {
            double[] small = boxed(plane, height, width, smallHeight, smallWidth);
            return boxed(small, smallHeight, smallWidth, height, width);
          });
    };
  }

  private static double[] boxed(double[] plane, int height, int width, int toHeight, int toWidth) {
    double[] rows = new double[height * toWidth];
    for (int x = 0; x < toWidth; x++) {
      int[] window = window(x, width, toWidth);
      for (int y = 0; y < height; y++) {
        double sum = 0;
        for (int i = window[0]; i < window[1]; i++) {
          sum += plane[y * width + i];
        }
        rows[y * toWidth + x] = sum / (window[1] - window[0]);
      }
    }
    double[] result = new double[toHeight * toWidth];
    for (int y = 0; y < toHeight; y++) {
      int[] window = window(y, height, toHeight);
      for (int x = 0; x < toWidth; x++) {
        double sum = 0;
        for (int i = window[0]; i < window[1]; i++) {
          sum += rows[i * toWidth + x];
        }
        result[y * toWidth + x] = sum / (window[1] - window[0]);
      }
    }
    return result;
  }

  /** The first pixel whose middle lies in a window, and the first after it. */
  static int[] window(int at, int length, int toLength) {
    double scale = (double) length / toLength;
    double reach = 0.5 * Math.max(1, scale);
    double middle = (at + 0.5) * scale;
    int from = Math.max(0, (int) (middle - reach + 0.5));
    int to = Math.min(length, (int) (middle + reach + 0.5));
    // a middle on the left rim lies outside, one on the right rim inside
    while (from < to - 1 && from + 0.5 - middle <= -reach) {
      from++;
    }
    return new int[] {from, Math.max(from + 1, to)};
  }

  /**
   * A random affine map of the middle's corners, then random shifts, smoothed.
   *
   * @param strength of the shifts in pixels
   * @param sigma by which they are smoothed
   * @param corner how far a corner moves at most, in pixels
   */
  static Corruption elastic(double strength, double sigma, double corner) {
    return (picture, random) -> {
      int height = picture.height();
      int width = picture.width();
      double[] map = inverseAffine(height, width, corner, random);
      double[] dx = shifts(height, width, strength, sigma, random);
      double[] dy = shifts(height, width, strength, sigma, random);
      picture.each(
          plane -> {
            double[] moved = new double[plane.length];
            for (int i = 0; i < moved.length; i++) {
              double x = i % width;
              double y = i / width;
              moved[i] =
                  Filters.between(
                      plane,
                      height,
                      width,
                      map[3] * x + map[4] * y + map[5],
                      map[0] * x + map[1] * y + map[2],
                      Edge.MIRROR);
            }
            double[] result = new double[plane.length];
            for (int i = 0; i < result.length; i++) {
              double y = i / width + dy[i];
              double x = i % width + dx[i];
              result[i] = Filters.between(moved, height, width, y, x, Edge.REFLECT);
            }
            return result;
          });
    };
  }

  private static double[] shifts(
      int height, int width, double strength, double sigma, RandomStream random) {
    double[] field = new double[height * width];
    for (int i = 0; i < field.length; i++) {
      field[i] = random.nextDouble(-1, 1);
    }
    double[] smooth = Filters.gaussian(field, height, width, sigma, ELASTIC_TRUNCATE, Edge.REFLECT);
    for (int i = 0; i < smooth.length; i++) {
      smooth[i] *= strength;
    }
    return smooth;
  }

  /** Where a pixel of the result lies in the image: x = m0 x + m1 y + m2, y = m3 x + m4 y + m5. */
  static double[] inverseAffine(int height, int width, double corner, RandomStream random) {
    int side = Math.min(height, width) / 3;
    double middleX = width / 2;
    double middleY = height / 2;
    double[] x = {middleX + side, middleX + side, middleX - side};
    double[] y = {middleY + side, middleY - side, middleY - side};
    double[] toX = new double[3];
    double[] toY = new double[3];
    for (int i = 0; i < 3; i++) {
      toX[i] = x[i] + random.nextDouble(-corner, corner);
      toY[i] = y[i] + random.nextDouble(-corner, corner);
    }
    double[] map = new double[6];
    System.arraycopy(plane(toX, toY, x), 0, map, 0, 3);
    System.arraycopy(plane(toX, toY, y), 0, map, 3, 3);
    return map;
  }

  /** The a, b, c with a x + b y + c = z at three points (Cramer's rule). */
  private static double[] plane(double[] x, double[] y, double[] z) {
    double determinant = (x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0]);
    double a = ((z[1] - z[0]) * (y[2] - y[0]) - (z[2] - z[0]) * (y[1] - y[0])) / determinant;
    double b = ((x[1] - x[0]) * (z[2] - z[0]) - (x[2] - x[0]) * (z[1] - z[0])) / determinant;
    return new double[] {a, b, z[0] - a * x[0] - b * y[0]};
  }

  /**
   * Written and read as baseline JPEG with the tables of the standard's annex K, scaled as by the
   * Independent JPEG Group, and halved chroma.
   *
   * @param quality 1 to 100
   */
  static Corruption jpeg(int quality) {
    return (picture, random) -> {
      try {
        Raster read = decode(encode(image(picture), quality));
        for (int channel = 0; channel < picture.channels(); channel++) {
          int[] samples =
              read.getSamples(0, 0, picture.width(), picture.height(), channel, (int[]) null);
          picture.replace(
              channel, Arrays.stream(samples).mapToDouble(s -> s / (double) LEVELS).toArray());
        }
      } catch (IOException e) {
        throw new UncheckedIOException("an image in memory cannot be compressed", e);
      }
    };
  }

  private static BufferedImage image(Picture picture) {
    BufferedImage image =
        new BufferedImage(
            picture.width(),
            picture.height(),
            picture.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    WritableRaster raster = image.getRaster();
    for (int channel = 0; channel < picture.channels(); channel++) {
      int[] samples =
          Arrays.stream(picture.plane(channel))
              .mapToInt(v -> (int) Math.rint(LEVELS * Picture.clip(v)))
              .toArray();
      raster.setSamples(0, 0, picture.width(), picture.height(), channel, samples);
    }
    return image;
  }

  private static byte[] encode(BufferedImage image, int quality) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(quality / 100f);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static Raster decode(byte[] jpeg) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
      reader.setInput(in, true, true);
      return reader.read(0).getRaster();
    } finally {
      reader.dispose();
    }
  }
}
