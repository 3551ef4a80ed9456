package org.robustgrid.datasets;

import org.robustgrid.spi.data.DataException;

/** Checks of labels. */
final class Labels {

  private Labels() {}

  /**
   * Refuses labels outside.
   *
   * @param name of the file, for messages
   * @param labels as they are in the file
   * @param first the smallest that the format allows; it becomes class 0
   * @return the classes
   * @throws DataException when a label is no class
   */
  static int[] check(String name, int[] labels, int first, int classes) {
    int[] checked = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      checked[i] = labels[i] - first;
      if (checked[i] < 0 || checked[i] >= classes) {
        throw new DataException(
            name
                + " labels sample "
                + i
                + " with class "
                + labels[i]
                + ", but there are "
                + classes
                + " classes ("
                + first
                + " to "
                + (first + classes - 1)
                + ")");
      }
    }
    return checked;
  }

  /**
   * Refuses labels of another length than the images.
   *
   * @throws DataException when there are more or fewer
   */
  static void sameLength(String images, long size, String labels, int length) {
    if (size != length) {
      throw new DataException(
          images
              + " has "
              + size
              + " images, but "
              + labels
              + " has "
              + length
              + " labels; the files do not belong together");
    }
    if (length == 0) {
      throw new DataException(images + " holds no images; fetch it again");
    }
  }
}
