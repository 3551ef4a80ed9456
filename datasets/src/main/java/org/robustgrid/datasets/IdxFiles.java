package org.robustgrid.datasets;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.Download;

/** The four files of MNIST's distribution, under the names that are in use. */
final class IdxFiles {

  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  private final DataSource source;

  /**
   * The files of a data set.
   *
   * @param address where the user gets them
   */
  IdxFiles(String id, String address) {
    this.source =
        new DataSource(
            id,
            address,
            "",
            Stream.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS)
                .map(IdxFiles::names)
                .toList());
  }

  private static List<String> names(String name) {
    String dotted = name.replace("-idx", ".idx");
    return List.of(name + ".gz", name, dotted + ".gz", dotted);
  }

  /**
   * A file of the distribution, packed by gzip.
   *
   * @param base address of the folder it lies in, with a final slash
   * @param name without {@code .gz}
   */
  static Download download(String base, String name, long size, String sha256) {
    String packed = name + ".gz";
    return Download.builder(base + packed)
        .size(size)
        .sha256(sha256)
        .otherNames(
            names(name).stream().filter(other -> !other.equals(packed)).toArray(String[]::new))
        .build();
  }

  /**
   * Finds and opens them.
   *
   * @param classNames by label
   * @throws DataException when they are missing, damaged or do not belong together
   */
  Dataset open(Optional<Path> given, List<String> classNames) {
    Path folder = source.find(given);
    return IdxDataset.of(
        read(folder, TRAIN_IMAGES),
        read(folder, TRAIN_LABELS),
        read(folder, TEST_IMAGES),
        read(folder, TEST_LABELS),
        classNames);
  }

  private IdxDataset.Source read(Path folder, String name) {
    Path file = source.file(folder, name);
    return new IdxDataset.Source(IdxArray.open(file), ContentHash.of(file));
  }
}
