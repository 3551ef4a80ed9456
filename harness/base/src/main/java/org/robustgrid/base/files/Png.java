package org.robustgrid.base.files;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pixels as a PNG file with 8 bits a channel. */
public final class Png {

  private static final int WHITE = 255;

  private Png() {}

  /**
   * Encodes a picture.
   *
   * @param channels 1 for grey, 3 for red, green and blue
   * @param values [channels, height, width] in C order; what lies outside [0, 1] is clipped
   */
  public static byte[] encode(int channels, int height, int width, float[] values) {
    BufferedImage image =
        new BufferedImage(
            width,
            height,
            channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    int plane = height * width;
    for (int band = 0; band < channels; band++) {
      for (int i = 0; i < plane; i++) {
        float value = Math.max(0, Math.min(1, values[band * plane + i]));
        image.getRaster().setSample(i % width, i / width, band, Math.round(WHITE * value));
      }
    }
    return encode(image);
  }

  /** Encodes an image. */
  public static byte[] encode(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", stream);
    } catch (IOException e) {
      throw new UncheckedIOException("image cannot be encoded", e);
    }
    return bytes.toByteArray();
  }
}
