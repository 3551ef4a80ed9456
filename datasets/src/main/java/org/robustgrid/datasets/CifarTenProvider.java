package org.robustgrid.datasets;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.DatasetProvider;
import org.robustgrid.spi.data.Download;

/** CIFAR-10 in its binary version. */
public final class CifarTenProvider implements DatasetProvider {

  private static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private static final String TEST = "test_batch.bin";

  private static final List<String> TRAINING =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin");

  private static final DataSource SOURCE =
      DataSource.of(
          "cifar-10",
          "https://www.cs.toronto.edu/~kriz/cifar.html (the binary version)",
          "cifar-10-batches-bin",
          Stream.concat(TRAINING.stream(), Stream.of(TEST)).toArray(String[]::new));

  private static final DatasetDescriptor DESCRIPTOR =
      DatasetDescriptor.builder(
              "cifar-10", "CIFAR-10: ten kinds of things, colour, 32×32, 50,000 + 10,000")
          // Croce et al. 2021 (RobustBench), table 1
          .radius(Norm.LINF, 8.0 / 255)
          .radius(Norm.L2, 0.5)
          .citation("Krizhevsky 2009 (CIFAR-10)")
          // MD5 of the authors' page; size and SHA-256 of TensorFlow Datasets' url_checksums
          .downloads(
              Download.builder("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz")
                  .size(170_052_171)
                  .md5("c32a1d4ab5d03f1284b67883e8d87530")
                  .sha256("c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")
                  .unpacks(
                      250_000_000,
                      Stream.concat(TRAINING.stream(), Stream.of(TEST))
                          .map(file -> "cifar-10-batches-bin/" + file)
                          .toArray(String[]::new))
                  .build())
          .parameters(DataSource.FOLDER)
          .build();

  @Override
  public DatasetDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Dataset create(Parameters parameters) {
    Path folder = SOURCE.find(parameters.get(DataSource.FOLDER));
    List<Path> training = TRAINING.stream().map(folder::resolve).toList();
    Path test = folder.resolve(TEST);
    Cifar format = new Cifar(1, 0);
    List<Bytes> open = new ArrayList<>();
    DataView trainingView = format.view(training, CLASSES.size(), open);
    DataView testView = format.view(List.of(test), CLASSES.size(), open);
    List<String> hashes =
        Stream.concat(training.stream(), Stream.of(test)).map(ContentHash::of).toList();
    return new ImageDataset(
        Cifar.SHAPE, CLASSES, trainingView, testView, ContentHash.of(hashes), open);
  }
}
