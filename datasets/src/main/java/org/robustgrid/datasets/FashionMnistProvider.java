package org.robustgrid.datasets;

import java.util.List;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.DatasetProvider;

/** Fashion-MNIST: 60,000 + 10,000 grey pictures of clothes, 28×28, in four IDX files. */
public final class FashionMnistProvider implements DatasetProvider {

  private static final List<String> CLASSES =
      List.of(
          "T-shirt/top",
          "trouser",
          "pullover",
          "dress",
          "coat",
          "sandal",
          "shirt",
          "sneaker",
          "bag",
          "ankle boot");

  private static final IdxFiles FILES =
      new IdxFiles(
          "fashion-mnist",
          "https://github.com/zalandoresearch/fashion-mnist (Debian: the package"
              + " dataset-fashion-mnist)");

  private static final String ADDRESS =
      "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";

  private static final DatasetDescriptor DESCRIPTOR =
      DatasetDescriptor.builder(
              "fashion-mnist", "Fashion-MNIST: clothes of ten kinds, grey, 28×28, 60,000 + 10,000")
          // Wong and Kolter 2018, section 4
          .radius(Norm.LINF, 0.1)
          .citation("Xiao, Rasul and Vollgraf 2017 (Fashion-MNIST); MIT licence")
          // sizes and SHA-256 of TensorFlow Datasets' url_checksums
          .downloads(
              IdxFiles.download(
                  ADDRESS,
                  "train-images-idx3-ubyte",
                  26_421_880,
                  "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
              IdxFiles.download(
                  ADDRESS,
                  "train-labels-idx1-ubyte",
                  29_515,
                  "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
              IdxFiles.download(
                  ADDRESS,
                  "t10k-images-idx3-ubyte",
                  4_422_102,
                  "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
              IdxFiles.download(
                  ADDRESS,
                  "t10k-labels-idx1-ubyte",
                  5_148,
                  "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"))
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
