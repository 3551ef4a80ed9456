package org.robustgrid.datasets;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.Dataset;

/** Puts a data set together from the four files of an IDX distribution. */
final class IdxDataset {

  private IdxDataset() {}

  /** A file's name in messages, its bytes and their hash. */
  record Source(String name, byte[] content, String hash) {}

  /**
   * Parses and joins.
   *
   * @throws DataException when a file is damaged or the files do not belong together
   */
  static Dataset of(
      Source trainImages, Source trainLabels, Source testImages, Source testLabels, int classes) {
    IdxArray train = IdxArray.parse(trainImages.name(), trainImages.content());
    IdxArray test = IdxArray.parse(testImages.name(), testImages.content());
    ByteImageView training =
        ByteImageView.of(train, IdxArray.parse(trainLabels.name(), trainLabels.content()), classes);
    ByteImageView testing =
        ByteImageView.of(test, IdxArray.parse(testLabels.name(), testLabels.content()), classes);
    if (!Arrays.equals(train.shape(), 1, 3, test.shape(), 1, 3)) {
      throw new DataException(
          train.name()
              + " has images of "
              + train.shape()[1]
              + "×"
              + train.shape()[2]
              + " pixels, but "
              + test.name()
              + " of "
              + test.shape()[1]
              + "×"
              + test.shape()[2]);
    }
    List<String> hashes =
        List.of(trainImages.hash(), trainLabels.hash(), testImages.hash(), testLabels.hash());
    return new ImageDataset(
        new long[] {1, train.shape()[1], train.shape()[2]},
        IntStream.range(0, classes).mapToObj(Integer::toString).toList(),
        training,
        testing,
        ContentHash.of(hashes));
  }
}
