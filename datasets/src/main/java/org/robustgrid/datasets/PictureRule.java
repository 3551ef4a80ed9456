package org.robustgrid.datasets;

import java.nio.file.Path;
import org.robustgrid.spi.data.DataException;

/**
 * What pictures become before they are samples.
 *
 * @param grey one plane instead of three
 * @param resize what is done with those of another size
 */
record PictureRule(boolean grey, int height, int width, Resize resize) {

  /** What is done with pictures of another size. */
  enum Resize {
    /** They are refused. */
    REFUSE,
    /** Each side is scaled by itself. */
    STRETCH,
    /** Scaled until they cover the size; what sticks out is cut off on both sides. */
    CROP
  }

  long[] shape() {
    return new long[] {grey ? 1 : 3, height, width};
  }

  /**
   * Reads a file.
   *
   * @throws DataException when it is broken, or of another size and may not be scaled
   */
  PictureFile read(Path file) {
    PictureFile picture = PictureFile.read(file);
    if (resize == Resize.REFUSE && (picture.height() != height || picture.width() != width)) {
      throw new DataException(
          file
              + " has "
              + picture.height()
              + "×"
              + picture.width()
              + " pixels, expected "
              + height
              + "×"
              + width
              + "; give 'resize' (stretch or crop), or replace it");
    }
    PictureFile coloured = grey ? picture.inGrey() : picture.inColour();
    return resize == Resize.CROP
        ? coloured.cropped(height, width)
        : coloured.stretched(height, width);
  }

  @Override
  public String toString() {
    return (grey ? "grey " : "colour ") + height + "×" + width + " " + resize;
  }
}
