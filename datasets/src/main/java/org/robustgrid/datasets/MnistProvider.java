package org.robustgrid.datasets;

import java.util.List;
import java.util.stream.IntStream;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.DatasetProvider;

/** MNIST in full: 60,000 + 10,000 handwritten digits, 28×28, in four IDX files. */
public final class MnistProvider implements DatasetProvider {

  private static final List<String> CLASSES =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();

  private static final IdxFiles FILES =
      new IdxFiles("mnist", "https://ossci-datasets.s3.amazonaws.com/mnist/");

  private static final DatasetDescriptor DESCRIPTOR =
      DatasetDescriptor.builder(
              "mnist", "MNIST in full: handwritten digits, grey, 28×28, 60,000 + 10,000")
          // Maini, Wong and Kolter 2020, section 6.1
          .radius(Norm.LINF, 0.3)
          .radius(Norm.L2, 2.0)
          .radius(Norm.L1, 10.0)
          .citation("LeCun, Bottou, Bengio and Haffner 1998 (MNIST); CC BY-SA 3.0")
          .parameters(DataSource.FOLDER)
          .build();

  @Override
  public DatasetDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Dataset create(Parameters parameters) {
    return FILES.open(parameters.get(DataSource.FOLDER), CLASSES);
  }
}
