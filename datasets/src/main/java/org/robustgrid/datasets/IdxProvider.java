package org.robustgrid.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.ParameterDeclaration;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetProvider;

/** Reads the four IDX files of an MNIST-like distribution, gzip or plain. */
public final class IdxProvider implements DatasetProvider {

  private static final Descriptor DESCRIPTOR =
      Descriptor.builder("idx", "Grey images and labels in four IDX files, gzip or plain")
          .citation("LeCun, Bottou, Bengio and Haffner 1998 (the IDX format of MNIST)")
          .parameters(
              ParameterDeclaration.file("train-images", "IDX file of training images").required(),
              ParameterDeclaration.file("train-labels", "IDX file of training labels").required(),
              ParameterDeclaration.file("test-images", "IDX file of test images").required(),
              ParameterDeclaration.file("test-labels", "IDX file of test labels").required(),
              ParameterDeclaration.integer("classes", 10, "number of classes; labels lie below")
                  .atLeast(2)
                  .atMost(256),
              ParameterDeclaration.text(
                  "sha256",
                  "",
                  "expected identity of the four files (printed when it differs); empty: unchecked"))
          .build();

  @Override
  public Descriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Dataset create(Parameters parameters) {
    Dataset dataset =
        IdxDataset.of(
            file(parameters, "train-images"),
            file(parameters, "train-labels"),
            file(parameters, "test-images"),
            file(parameters, "test-labels"),
            (int) parameters.integer("classes"));
    String expected = parameters.text("sha256");
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

  private static IdxDataset.Source file(Parameters parameters, String parameter) {
    Path path = Path.of(parameters.text(parameter));
    try {
      return new IdxDataset.Source(path.toString(), Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      throw new DataException(
          path + " does not exist (parameter '" + parameter + "' of data set idx)", e);
    } catch (IOException e) {
      throw new DataException(
          path + " cannot be read (parameter '" + parameter + "'): " + e.getMessage(), e);
    }
  }
}
