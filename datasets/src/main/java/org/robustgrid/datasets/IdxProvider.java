package org.robustgrid.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
      DatasetDescriptor.builder("idx", "Grey images and labels in four IDX files, gzip or plain")
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
            parameters.get(CLASSES));
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
    try {
      return new IdxDataset.Source(path.toString(), Files.readAllBytes(path), ContentHash.of(path));
    } catch (NoSuchFileException e) {
      throw new DataException(
          path + " does not exist (parameter '" + parameter.name() + "' of data set idx)", e);
    } catch (IOException e) {
      throw new DataException(
          path + " cannot be read (parameter '" + parameter.name() + "'): " + e.getMessage(), e);
    }
  }
}
