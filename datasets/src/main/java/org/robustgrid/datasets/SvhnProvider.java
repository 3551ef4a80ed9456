package org.robustgrid.datasets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.DatasetProvider;
import org.robustgrid.spi.data.Download;

/** Street View House Numbers, format 2: cropped digits in MATLAB files. */
public final class SvhnProvider implements DatasetProvider {

  private static final long[] SHAPE = {3, 32, 32};
  private static final int DIGITS = 10;
  private static final String TRAIN = "train_32x32.mat";
  private static final String TEST = "test_32x32.mat";
  private static final String EXTRA = "extra_32x32.mat";
  private static final String ADDRESS = "http://ufldl.stanford.edu/housenumbers/ (format 2)";

  private static final Parameter<Boolean> WITH_EXTRA =
      Parameter.flag("extra", false, "train on the 531,131 images of " + EXTRA + ", too");

  private static final DataSource SOURCE = DataSource.of("svhn", ADDRESS, "", TRAIN, TEST);

  private static final DatasetDescriptor DESCRIPTOR =
      DatasetDescriptor.builder(
              "svhn", "SVHN: digits of house numbers, colour, 32×32, 73,257 + 26,032")
          // Rice, Wong and Kolter 2020, section 3
          .radius(Norm.LINF, 8.0 / 255)
          .radius(Norm.L2, 0.5)
          .citation("Netzer, Wang, Coates, Bissacco, Wu and Ng 2011 (SVHN)")
          // sizes and SHA-256 of TensorFlow Datasets' url_checksums
          .downloads(
              file(TRAIN)
                  .size(182_040_794)
                  .sha256("435e94d69a87fde4fd4d7f3dd208dfc32cb6ae8af2240d066de1df7508d083b8")
                  .build(),
              file(TEST)
                  .size(64_275_384)
                  .sha256("cdce80dfb2a2c4c6160906d0bd7c68ec5a99d7ca4831afa54f09182025b6a75b")
                  .build(),
              file(EXTRA)
                  .size(1_329_278_602)
                  .sha256("a133a4beb38a00fcdda90c9489e0c04f900b660ce8a316a5e854838379a71eb3")
                  .optional("for the parameter extra: true")
                  .build())
          .parameters(DataSource.FOLDER, WITH_EXTRA)
          .build();

  private static Download.Builder file(String name) {
    return Download.builder("http://ufldl.stanford.edu/housenumbers/" + name);
  }

  @Override
  public DatasetDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Dataset create(Parameters parameters) {
    Path folder = SOURCE.find(parameters.get(DataSource.FOLDER));
    List<Path> training = new ArrayList<>(List.of(folder.resolve(TRAIN)));
    if (parameters.get(WITH_EXTRA)) {
      training.add(extra(folder));
    }
    Path test = folder.resolve(TEST);
    List<Bytes> open = new ArrayList<>();
    DataView trainingView = view(training, open);
    DataView testView = view(List.of(test), open);
    List<String> hashes = new ArrayList<>(training.stream().map(ContentHash::of).toList());
    hashes.add(ContentHash.of(test));
    return new ImageDataset(
        SHAPE,
        IntStream.range(0, DIGITS).mapToObj(Integer::toString).toList(),
        trainingView,
        testView,
        ContentHash.of(hashes),
        open);
  }

  private static Path extra(Path folder) {
    Path extra = folder.resolve(EXTRA);
    if (!Files.isRegularFile(extra)) {
      throw new DataException(
          extra + " does not exist (parameter 'extra'); get it from " + ADDRESS);
    }
    return extra;
  }

  /** Images are stored as [row, column, channel, sample], the row varying fastest. */
  private static DataView view(List<Path> files, List<Bytes> open) {
    List<Bytes> parts = new ArrayList<>();
    List<int[]> labels = new ArrayList<>();
    for (Path file : files) {
      String key = ContentHash.of(List.of("svhn 1", ContentHash.of(file)));
      Bytes bytes =
          UnpackedFile.open(
              file.toString(),
              key,
              out ->
                  MatFile.read(
                      file,
                      "X",
                      (images, numbers, order) -> {
                        requireImages(images);
                        return numbers.transferTo(out);
                      }));
      open.add(bytes);
      parts.add(bytes);
      int[] digits = MatFile.read(file, "y", MatFile::integers);
      Labels.sameLength(
          file + ": X", bytes.length() / SampleFormat.product(SHAPE), file + ": y", digits.length);
      labels.add(classes(Labels.check(file.toString(), digits, 1, DIGITS)));
    }
    return new SampleView(
        Bytes.joined(parts),
        0,
        SampleFormat.pixels(SHAPE).columnsFirst(SHAPE),
        labels.stream().flatMapToInt(Arrays::stream).toArray());
  }

  private static void requireImages(MatFile.Variable images) {
    int[] size = images.size();
    boolean one = size.length == 3;
    if (images.type() != MatFile.Type.UINT8
        || !one && size.length != 4
        || size[0] != 32
        || size[1] != 32
        || size[2] != 3) {
      throw new DataException(
          "holds 'X' of the size "
              + Arrays.toString(size)
              + " and the type "
              + images.type()
              + ", expected [32, 32, 3, samples] of UINT8 (format 2 of SVHN)");
    }
  }

  /** Files label the digit 0 with 10. */
  private static int[] classes(int[] lessOne) {
    return Arrays.stream(lessOne).map(label -> (label + 1) % DIGITS).toArray();
  }
}
