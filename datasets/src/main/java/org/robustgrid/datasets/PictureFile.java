package org.robustgrid.datasets;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.robustgrid.spi.data.DataException;

/**
 * A PNG or JPEG file, as planes of bytes. Values are those of the file: colour profiles and gamma
 * are not applied.
 *
 * @param planes one (grey) or three (red, green, blue), row by row
 */
record PictureFile(int height, int width, byte[][] planes) {

  private static final int CMYK_CHANNELS = 4;

  /** Where the number of channels is in a frame header, from its marker on. */
  private static final int FRAME_CHANNELS = 9;

  private static final int OPAQUE = 255;

  /** Whether a file's name ends as that of a picture. */
  static boolean isNamedPicture(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
  }

  /**
   * Reads a file.
   *
   * @throws DataException when it is no PNG or JPEG, is broken, or holds what a byte a channel
   *     cannot
   */
  static PictureFile read(Path file) {
    try {
      byte[] content = Files.readAllBytes(file);
      if (jpegChannels(content) == CMYK_CHANNELS) {
        throw new DataException(file + " is a CMYK image; convert it to RGB or grey");
      }
      return decode(file, content);
    } catch (IOException | RuntimeException e) {
      // the readers of the JDK answer damaged files with exceptions of many kinds
      if (e instanceof DataException known) {
        throw known;
      }
      throw broken(file, e.getMessage(), e);
    }
  }

  private static PictureFile decode(Path file, byte[] content) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new DataException(file + " is no PNG or JPEG image; replace or remove it");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        // the JDK fills what is missing of a JPEG with grey, and only warns
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        PictureFile picture = of(file, reader.read(0));
        Optional<String> damage = warnings.stream().filter(PictureFile::tellsDamage).findFirst();
        if (damage.isPresent()) {
          throw broken(file, damage.get(), null);
        }
        return picture;
      } finally {
        reader.dispose();
      }
    }
  }

  /** What a JPEG's frame header (ITU-T T.81, B.2.2) says; 0 if there is none. */
  private static int jpegChannels(byte[] content) {
    int at = 2;
    while (at + FRAME_CHANNELS < content.length
        && (content[0] & 0xFF) == 0xFF
        && (content[1] & 0xFF) == 0xD8
        && (content[at] & 0xFF) == 0xFF) {
      int marker = content[at + 1] & 0xFF;
      boolean frame = marker >= 0xC0 && marker <= 0xCF && marker % 4 != 0 || marker == 0xC0;
      if (frame) {
        return content[at + FRAME_CHANNELS] & 0xFF;
      }
      at += 2 + ((content[at + 2] & 0xFF) << 8 | content[at + 3] & 0xFF);
    }
    return 0;
  }

  private static DataException broken(Path file, String why, Exception cause) {
    return new DataException(file + " is broken (" + why + "); replace or remove it", cause);
  }

  private static boolean tellsDamage(String warning) {
    return Stream.of("orrupt", "runcated", "remature").anyMatch(warning::contains);
  }

  private static PictureFile of(Path file, BufferedImage image) {
    Raster raster = image.getRaster();
    if (raster.getSampleModel().getSampleSize(0) > Byte.SIZE) {
      throw new DataException(
          file
              + " has "
              + raster.getSampleModel().getSampleSize(0)
              + " bits a channel, expected 8; convert it");
    }
    return image.getColorModel() instanceof IndexColorModel
        ? ofPalette(file, image)
        : ofBands(file, raster);
  }

  private static PictureFile ofBands(Path file, Raster raster) {
    int bands = raster.getNumBands();
    boolean alpha = bands == 2 || bands == 4;
    int colours = alpha ? bands - 1 : bands;
    int area = raster.getWidth() * raster.getHeight();
    byte[][] planes = new byte[colours][area];
    int[] samples = null;
    for (int band = 0; band < bands; band++) {
      samples = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), band, samples);
      for (int i = 0; i < area; i++) {
        if (band < colours) {
          planes[band][i] = (byte) samples[i];
        } else if (samples[i] != OPAQUE) {
          throw transparent(file);
        }
      }
    }
    return new PictureFile(raster.getHeight(), raster.getWidth(), planes);
  }

  private static PictureFile ofPalette(Path file, BufferedImage image) {
    int width = image.getWidth();
    int[] colours = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    byte[][] planes = new byte[3][colours.length];
    for (int i = 0; i < colours.length; i++) {
      if (colours[i] >>> 24 != OPAQUE) {
        throw transparent(file);
      }
      planes[0][i] = (byte) (colours[i] >> 16);
      planes[1][i] = (byte) (colours[i] >> 8);
      planes[2][i] = (byte) colours[i];
    }
    return new PictureFile(image.getHeight(), width, planes);
  }

  private static DataException transparent(Path file) {
    return new DataException(file + " has transparent pixels; convert it to RGB or grey");
  }

  /** The same with three equal planes, if it is grey. */
  PictureFile inColour() {
    return planes.length == 3
        ? this
        : new PictureFile(height, width, new byte[][] {planes[0], planes[0], planes[0]});
  }

  /** Its luma, 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601), if it is in colour. */
  PictureFile inGrey() {
    if (planes.length == 1) {
      return this;
    }
    byte[] grey = new byte[planes[0].length];
    for (int i = 0; i < grey.length; i++) {
      int luma =
          299 * (planes[0][i] & 0xFF) + 587 * (planes[1][i] & 0xFF) + 114 * (planes[2][i] & 0xFF);
      grey[i] = (byte) ((luma + 500) / 1000);
    }
    return new PictureFile(height, width, new byte[][] {grey});
  }

  /** The same scaled to a size, each side by itself. */
  PictureFile stretched(int toHeight, int toWidth) {
    return scaled(new Resampling.Part(0, 0, width, height), toHeight, toWidth);
  }

  /** The same scaled to cover a size, and what sticks out cut off on both sides. */
  PictureFile cropped(int toHeight, int toWidth) {
    double scale = Math.min((double) height / toHeight, (double) width / toWidth);
    double partHeight = scale * toHeight;
    double partWidth = scale * toWidth;
    return scaled(
        new Resampling.Part(
            (width - partWidth) / 2, (height - partHeight) / 2, partWidth, partHeight),
        toHeight,
        toWidth);
  }

  private PictureFile scaled(Resampling.Part part, int toHeight, int toWidth) {
    if (toHeight == height && toWidth == width) {
      return this;
    }
    byte[][] result = new byte[planes.length][];
    for (int i = 0; i < planes.length; i++) {
      result[i] = Resampling.scale(planes[i], height, width, part, toHeight, toWidth);
    }
    return new PictureFile(toHeight, toWidth, result);
  }
}
