package org.robustgrid.datasets;

import java.util.Arrays;
import java.util.List;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;

/** Puts a data set together from the four files of an IDX distribution. */
final class IdxDataset {

  private IdxDataset() {}

  /** A file's array and its hash. */
  record Source(IdxArray array, String hash) {}

  /**
   * Joins.
   *
   * @param classNames by label
   * @throws DataException when the files do not belong together
   */
  static Dataset of(
      Source trainImages,
      Source trainLabels,
      Source testImages,
      Source testLabels,
      List<String> classNames) {
    IdxArray train = trainImages.array();
    IdxArray test = testImages.array();
    DataView training = view(train, trainLabels.array(), classNames.size());
    DataView testing = view(test, testLabels.array(), classNames.size());
    long[] shape = shape(train);
    if (!Arrays.equals(shape, shape(test))) {
      throw new DataException(
          train.name()
              + " has images of "
              + words(train)
              + " pixels, but "
              + test.name()
              + " of "
              + words(test));
    }
    return new ImageDataset(
        shape,
        classNames,
        training,
        testing,
        ContentHash.of(
            List.of(trainImages.hash(), trainLabels.hash(), testImages.hash(), testLabels.hash())),
        List.of(
            train.bytes(), trainLabels.array().bytes(), test.bytes(), testLabels.array().bytes()));
  }

  private static DataView view(IdxArray images, IdxArray labels, int classes) {
    if (images.shape().length != 3 && images.shape().length != 4) {
      throw new DataException(
          images.name()
              + " has the shape "
              + Arrays.toString(images.shape())
              + ", expected [samples, height, width] or [samples, channels, height, width]; are"
              + " images and labels swapped?");
    }
    if (labels.shape().length != 1) {
      throw new DataException(
          labels.name()
              + " has the shape "
              + Arrays.toString(labels.shape())
              + ", expected [samples]; are images and labels swapped?");
    }
    byte[] read = labels.data();
    Labels.sameLength(images.name(), images.shape()[0], labels.name(), read.length);
    int[] targets = new int[read.length];
    for (int i = 0; i < read.length; i++) {
      targets[i] = read[i] & 0xFF;
    }
    return new SampleView(
        images.bytes(),
        images.start(),
        SampleFormat.pixels(shape(images)),
        Labels.check(labels.name(), targets, 0, classes));
  }

  /** [channels, height, width]. */
  private static long[] shape(IdxArray images) {
    int[] shape = images.shape();
    return shape.length == 3
        ? new long[] {1, shape[1], shape[2]}
        : new long[] {shape[1], shape[2], shape[3]};
  }

  private static String words(IdxArray images) {
    return String.join(
        "×", Arrays.stream(images.shape()).skip(1).mapToObj(Integer::toString).toList());
  }
}
