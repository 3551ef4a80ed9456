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

  private static final DatasetDescriptor DESCRIPTOR =
      DatasetDescriptor.builder(
              "fashion-mnist", "Fashion-MNIST: clothes of ten kinds, grey, 28×28, 60,000 + 10,000")
          // Wong and Kolter 2018, section 4
          .radius(Norm.LINF, 0.1)
          .citation("Xiao, Rasul and Vollgraf 2017 (Fashion-MNIST); MIT licence")
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
