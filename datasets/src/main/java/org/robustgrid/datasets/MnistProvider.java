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

  private static final String ADDRESS = "https://ossci-datasets.s3.amazonaws.com/mnist/";

  private static final IdxFiles FILES = new IdxFiles("mnist", ADDRESS);

  private static final DatasetDescriptor DESCRIPTOR =
      DatasetDescriptor.builder(
              "mnist", "MNIST in full: handwritten digits, grey, 28×28, 60,000 + 10,000")
          // Maini, Wong and Kolter 2020, section 6.1
          .radius(Norm.LINF, 0.3)
          .radius(Norm.L2, 2.0)
          .radius(Norm.L1, 10.0)
          .citation("LeCun, Bottou, Bengio and Haffner 1998 (MNIST); CC BY-SA 3.0")
          // sizes and SHA-256 of TensorFlow Datasets' url_checksums
          .downloads(
              IdxFiles.download(
                  ADDRESS,
                  "train-images-idx3-ubyte",
                  9_912_422,
                  "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
              IdxFiles.download(
                  ADDRESS,
                  "train-labels-idx1-ubyte",
                  28_881,
                  "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
              IdxFiles.download(
                  ADDRESS,
                  "t10k-images-idx3-ubyte",
                  1_648_877,
                  "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
              IdxFiles.download(
                  ADDRESS,
                  "t10k-labels-idx1-ubyte",
                  4_542,
                  "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"))
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
