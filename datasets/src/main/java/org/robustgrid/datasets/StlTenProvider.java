package org.robustgrid.datasets;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.DatasetProvider;
import org.robustgrid.spi.data.Download;

/** STL-10 in its binary version: planes of 96×96 stored column by column, labels from 1 to 10. */
public final class StlTenProvider implements DatasetProvider {

  private static final long[] SHAPE = {3, 96, 96};

  private static final List<String> CLASSES =
      List.of("airplane", "bird", "car", "cat", "deer", "dog", "horse", "monkey", "ship", "truck");

  private static final List<String> FILES =
      List.of("train_X.bin", "train_y.bin", "test_X.bin", "test_y.bin");

  private static final DataSource SOURCE =
      DataSource.of(
          "stl-10",
          "https://cs.stanford.edu/~acoates/stl10/ (the binary version)",
          "stl10_binary",
          FILES.toArray(String[]::new));

  private static final DatasetDescriptor DESCRIPTOR =
      DatasetDescriptor.builder(
              "stl-10", "STL-10: ten kinds of things, colour, 96×96, 5,000 + 8,000 labelled images")
          .citation("Coates, Lee and Ng 2011 (STL-10)")
          // size and SHA-256 of TensorFlow Datasets' url_checksums; 100,000 unlabelled images of
          // the
          // archive are skipped
          .downloads(
              Download.builder("https://ai.stanford.edu/~acoates/stl10/stl10_binary.tar.gz")
                  .size(2_640_397_119L)
                  .sha256("f31fd99273a1acb8609c8db427cebb1de3f71de77758cdc0e22956e1289b9866")
                  .unpacks(
                      3_500_000_000L,
                      FILES.stream().map(file -> "stl10_binary/" + file).toArray(String[]::new))
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
    List<Path> files = FILES.stream().map(folder::resolve).toList();
    List<Bytes> open = new ArrayList<>();
    DataView training = view(files.get(0), files.get(1), open);
    DataView test = view(files.get(2), files.get(3), open);
    String identity = ContentHash.of(files.stream().map(ContentHash::of).toList());
    return new ImageDataset(SHAPE, CLASSES, training, test, identity, open);
  }

  private static DataView view(Path images, Path labels, List<Bytes> open) {
    SampleFormat format = SampleFormat.pixels(SHAPE).columnsFirst(SHAPE);
    Bytes bytes = Bytes.of(images);
    open.add(bytes);
    if (bytes.length() % format.bytes() != 0) {
      throw new DataException(
          images
              + " holds "
              + bytes.length()
              + " bytes, expected a multiple of "
              + format.bytes()
              + " (an image of 3×96×96); fetch and unpack it again");
    }
    int[] targets;
    try (Bytes file = Bytes.of(labels)) {
      byte[] read = new byte[Math.toIntExact(file.length())];
      file.read(0, read);
      targets = new int[read.length];
      for (int i = 0; i < read.length; i++) {
        targets[i] = read[i] & 0xFF;
      }
    }
    Labels.sameLength(
        images.toString(), bytes.length() / format.bytes(), labels.toString(), targets.length);
    return new SampleView(
        bytes, 0, format, Labels.check(labels.toString(), targets, 1, CLASSES.size()));
  }
}
