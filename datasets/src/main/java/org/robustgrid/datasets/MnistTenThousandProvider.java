package org.robustgrid.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.util.stream.IntStream;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.DatasetProvider;

/**
 * The embedded default: 10,000 MNIST digits, 8,000 for training and 2,000 for testing, stratified
 * by class. Provenance and licence are in {@code datasets/README.md}; the hashes are checked at
 * every load.
 */
public final class MnistTenThousandProvider implements DatasetProvider {

  private static final DatasetDescriptor DESCRIPTOR =
      DatasetDescriptor.builder(
              "mnist-10k",
              "10,000 handwritten digits of MNIST, 28×28, 8,000 for training and 2,000 for testing")
          .embedded()
          // Maini, Wong and Kolter 2020, section 6.1, on MNIST
          .radius(Norm.LINF, 0.3)
          .radius(Norm.L2, 2.0)
          .radius(Norm.L1, 10.0)
          .citation("LeCun, Bottou, Bengio and Haffner 1998 (MNIST); CC BY-SA 3.0")
          .build();

  @Override
  public DatasetDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Dataset create(Parameters parameters) {
    return IdxDataset.of(
        resource(
            "train-images-idx3-ubyte.gz",
            "63fec8de0a24dfffe689ea6e107a6d201ed53c275b98ca362308acb91c097991"),
        resource(
            "train-labels-idx1-ubyte.gz",
            "af1ed837b1b4a2e2bc8fdd98380815801d742163b1c1401614a6e15e40c89b13"),
        resource(
            "t10k-images-idx3-ubyte.gz",
            "1fed0e94723bb3eb33f6ad8e8a010090352440f66e878d08a7077ed2f03b30c8"),
        resource(
            "t10k-labels-idx1-ubyte.gz",
            "6fd9ab317d1a721648adf2844e74ea4bb89a108f2b888ca0bd2708454da9845e"),
        IntStream.range(0, 10).mapToObj(Integer::toString).toList());
  }

  private static IdxDataset.Source resource(String file, String sha256) {
    String name = "mnist-10k/" + file;
    try (InputStream in = MnistTenThousandProvider.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new DataException(name + " is missing from the robustgrid-datasets jar; rebuild it");
      }
      byte[] content = in.readAllBytes();
      String actual = ContentHash.of(content);
      if (!actual.equals(sha256)) {
        throw new DataException(
            name
                + " has the SHA-256 "
                + actual
                + ", expected "
                + sha256
                + ": the file was changed or damaged; check it out again and rebuild");
      }
      return new IdxDataset.Source(IdxArray.parse(name, content), actual);
    } catch (IOException e) {
      throw new DataException(name + " cannot be read: " + e.getMessage(), e);
    }
  }
}
