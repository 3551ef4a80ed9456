package org.robustgrid.datasets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.DatasetProvider;

/** Reads the four IDX files of an MNIST-like distribution, gzip or plain. */
public final class IdxProvider implements DatasetProvider {

  private static final Parameter<Path> TRAIN_IMAGES =
      Parameter.file("train-images", "IDX file of training images");

  private static final Parameter<Path> TRAIN_LABELS =
      Parameter.file("train-labels", "IDX file of training labels");

  private static final Parameter<Path> TEST_IMAGES =
      Parameter.file("test-images", "IDX file of test images");

  private static final Parameter<Path> TEST_LABELS =
      Parameter.file("test-labels", "IDX file of test labels");

  private static final Parameter<Integer> CLASSES =
      Parameter.integer("classes", 10, "number of classes; labels lie below")
          .atLeast(2)
          .atMost(256);

  private static final Parameter<String> SHA256 =
      Parameter.text(
          "sha256",
          "",
          "expected identity of the four files (printed when it differs); empty: unchecked");

  private static final DatasetDescriptor DESCRIPTOR =
      DatasetDescriptor.builder(
              "idx", "Images and labels in four IDX files, gzip or plain, grey or colour planes")
          .citation("LeCun, Bottou, Bengio and Haffner 1998 (the IDX format of MNIST)")
          .parameters(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS, CLASSES, SHA256)
          .build();

  @Override
  public DatasetDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Dataset create(Parameters parameters) {
    Dataset dataset =
        IdxDataset.of(
            file(parameters, TRAIN_IMAGES),
            file(parameters, TRAIN_LABELS),
            file(parameters, TEST_IMAGES),
            file(parameters, TEST_LABELS),
            IntStream.range(0, parameters.get(CLASSES)).mapToObj(Integer::toString).toList());
    String expected = parameters.get(SHA256);
    if (!expected.isEmpty() && !expected.equals(dataset.identity())) {
      throw new DataException(
          "the IDX files have the identity "
              + dataset.identity()
              + ", but parameter 'sha256' expects "
              + expected
              + ": a file was changed or damaged");
    }
    return dataset;
  }

  private static IdxDataset.Source file(Parameters parameters, Parameter<Path> parameter) {
    Path path = parameters.get(parameter);
    if (!Files.exists(path)) {
      throw new DataException(
          path + " does not exist (parameter '" + parameter.name() + "' of data set idx)");
    }
    return new IdxDataset.Source(IdxArray.open(path), ContentHash.of(path));
  }
}
