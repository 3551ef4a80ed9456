package org.robustgrid.datasets;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Small picture files. */
final class Pictures {

  private Pictures() {}

  /** A colour picture whose values differ by channel, row and column ({@link #value}). */
  static BufferedImage colour(int seed, int height, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(
            x, y, value(seed, 0, y, x) << 16 | value(seed, 1, y, x) << 8 | value(seed, 2, y, x));
      }
    }
    return image;
  }

  static int value(int seed, int channel, int row, int column) {
    return (37 * seed + 83 * channel + 29 * row + 11 * column) & 0xFF;
  }

  /** A grey picture of one value. */
  static BufferedImage grey(int value, int height, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < height * width; i++) {
      image.getRaster().setSample(i % width, i / width, 0, value);
    }
    return image;
  }

  static byte[] encode(BufferedImage image, String format) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalStateException("no writer of " + format);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JPEG whose frame has four channels, made from one of a single channel. */
  static byte[] cmyk(int height, int width) {
    byte[] grey = encode(grey(128, height, width), "jpeg");
    int frame = segment(grey, 0xC0);
    int scan = segment(grey, 0xDA);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(grey, 0, frame);
    out.writeBytes(new byte[] {-1, (byte) 0xC0, 0, 20});
    out.write(grey, frame + 4, 5);
    out.writeBytes(new byte[] {4, 1, 17, 0, 2, 17, 0, 3, 17, 0, 4, 17, 0});
    int tables = frame + 2 + length(grey, frame);
    out.write(grey, tables, scan - tables);
    out.writeBytes(new byte[] {-1, (byte) 0xDA, 0, 14, 4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0});
    int data = scan + 2 + length(grey, scan);
    out.write(grey, data, grey.length - data);
    return out.toByteArray();
  }

  /** Where a segment begins, by its marker. */
  private static int segment(byte[] jpeg, int marker) {
    int at = 2;
    while ((jpeg[at + 1] & 0xFF) != marker) {
      at += 2 + length(jpeg, at);
    }
    return at;
  }

  private static int length(byte[] jpeg, int segment) {
    return (jpeg[segment + 2] & 0xFF) << 8 | jpeg[segment + 3] & 0xFF;
  }

  /** Two classes, three training pictures each and one test picture each, 4×5. */
  static Path folder(Path folder) {
    for (int i = 0; i < 6; i++) {
      Path file = folder.resolve("train").resolve(i < 3 ? "cat" : "dog").resolve(i + ".png");
      TestFiles.write(file, encode(colour(i, 4, 5), "png"));
    }
    TestFiles.write(folder.resolve("test/cat/6.png"), encode(colour(6, 4, 5), "png"));
    TestFiles.write(folder.resolve("test/dog/7.png"), encode(colour(7, 4, 5), "png"));
    return folder;
  }
}
