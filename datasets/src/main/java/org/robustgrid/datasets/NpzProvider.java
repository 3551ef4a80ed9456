package org.robustgrid.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.DatasetProvider;

/** Images or features in named arrays of NumPy. */
public final class NpzProvider implements DatasetProvider {

  /** Where the channels of an image are. */
  private enum Layout {
    NHWC,
    NCHW
  }

  private static final Parameter<Path> FILE =
      Parameter.file("file", "NPZ file with the four arrays");

  private static final Parameter<String> TRAIN_INPUTS =
      Parameter.text("train-inputs", "x_train", "array of training inputs");

  private static final Parameter<String> TRAIN_LABELS =
      Parameter.text("train-labels", "y_train", "array of training labels");

  private static final Parameter<String> TEST_INPUTS =
      Parameter.text("test-inputs", "x_test", "array of test inputs");

  private static final Parameter<String> TEST_LABELS =
      Parameter.text("test-labels", "y_test", "array of test labels");

  private static final Parameter<Layout> LAYOUT =
      Parameter.choice(
          "layout",
          Layout.class,
          "of inputs with four dimensions: samples, height, width, channels, or samples, channels,"
              + " height, width; those with three are grey, those with two are features");

  private static final Parameter<Double> SCALE =
      Parameter.real(
              "scale",
              1,
              "what floating numbers are divided by, to lie in [0,1]; unsigned bytes are always"
                  + " divided by 255")
          .above(0);

  private static final Parameter<Integer> CLASSES =
      Parameter.integer(
              "classes", 0, "number of classes; 0: one more than the largest training label")
          .atLeast(0);

  /** Numbers read at a time. */
  private static final int BLOCK = 1 << 14;

  private static final DatasetDescriptor DESCRIPTOR =
      DatasetDescriptor.builder("npz", "Inputs and labels in named arrays of a NumPy file (NPZ)")
          .parameters(
              FILE, TRAIN_INPUTS, TRAIN_LABELS, TEST_INPUTS, TEST_LABELS, LAYOUT, SCALE, CLASSES)
          .build();

  @Override
  public DatasetDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Dataset create(Parameters parameters) {
    Path file = parameters.get(FILE);
    String hash = ContentHash.of(file);
    double scale = parameters.get(SCALE);
    boolean last = parameters.get(LAYOUT) == Layout.NHWC;
    String trainInputs = parameters.get(TRAIN_INPUTS);
    String testInputs = parameters.get(TEST_INPUTS);
    Targets trainLabels = Targets.read(file, parameters.get(TRAIN_LABELS));
    Targets testLabels = Targets.read(file, parameters.get(TEST_LABELS));
    int given = parameters.get(CLASSES);
    int classes = given > 0 ? given : Arrays.stream(trainLabels.labels()).max().orElse(0) + 1;
    long[] shape = shape(file, trainInputs, last);
    long[] testShape = shape(file, testInputs, last);
    if (!Arrays.equals(shape, testShape)) {
      throw new DataException(
          file
              + ": inputs of '"
              + trainInputs
              + "' have the shape "
              + Arrays.toString(shape)
              + ", but those of '"
              + testInputs
              + "' "
              + Arrays.toString(testShape));
    }
    List<Bytes> open = new ArrayList<>();
    DataView training =
        view(new Source(file, hash, trainInputs, last, scale), trainLabels, classes, open);
    DataView test =
        view(new Source(file, hash, testInputs, last, scale), testLabels, classes, open);
    String identity =
        ContentHash.of(
            List.of(
                "npz",
                hash,
                trainInputs,
                parameters.get(TRAIN_LABELS),
                testInputs,
                parameters.get(TEST_LABELS),
                last ? "nhwc" : "nchw",
                String.valueOf(scale),
                String.valueOf(classes)));
    return new ImageDataset(
        shape,
        IntStream.range(0, classes).mapToObj(Integer::toString).toList(),
        training,
        test,
        identity,
        open);
  }

  /** An array of inputs and how it is read. */
  private record Source(Path file, String hash, String name, boolean last, double scale) {

    String where() {
      return file + ", array '" + name + "'";
    }
  }

  /** An array of labels, not yet compared with the classes. */
  private record Targets(Path file, String name, int[] labels) {

    static Targets read(Path file, String name) {
      return NpzFile.read(
          file,
          name,
          (array, numbers) -> {
            long[] shape = array.shape();
            if (shape.length != 1 && !(shape.length == 2 && shape[1] == 1)) {
              throw new DataException(
                  file
                      + ", array '"
                      + name
                      + "' has the shape "
                      + Arrays.toString(shape)
                      + ", expected one whole number a sample");
            }
            return new Targets(file, name, NpzFile.integers(array, numbers));
          });
    }

    String where() {
      return file + ", array '" + name + "'";
    }
  }

  /** The shape of one input. */
  private static long[] shape(Path file, String name, boolean last) {
    long[] all = NpzFile.describe(file, name).shape();
    return switch (all.length) {
      case 2 -> new long[] {all[1]};
      case 3 -> new long[] {1, all[1], all[2]};
      case 4 -> {
        requireLayout(file, name, all, last);
        yield last ? new long[] {all[3], all[1], all[2]} : new long[] {all[1], all[2], all[3]};
      }
      default ->
          throw new DataException(
              file
                  + ", array '"
                  + name
                  + "' has the shape "
                  + Arrays.toString(all)
                  + ", expected two to four dimensions, first the samples");
    };
  }

  /** Refuses images that have as few channels as usual only in the other layout. */
  private static void requireLayout(Path file, String name, long[] all, boolean last) {
    boolean mistaken =
        last
            ? few(all[1], all[2], all[3]) && !few(all[3], all[1], all[2])
            : few(all[3], all[1], all[2]) && !few(all[1], all[2], all[3]);
    if (mistaken) {
      throw new DataException(
          file
              + ", array '"
              + name
              + "' has the shape "
              + Arrays.toString(all)
              + ", which 'layout' "
              + (last ? "nhwc" : "nchw")
              + " reads as "
              + (last ? all[3] : all[1])
              + " channels of "
              + (last ? all[1] + "x" + all[2] : all[2] + "x" + all[3])
              + " pixels; give 'layout: "
              + (last ? "nchw" : "nhwc")
              + "', or, if it is right, transpose the array and give the other layout all the"
              + " same");
    }
  }

  /** Whether an image of such channels is as usual: grey and square, or in colour. */
  private static boolean few(long channels, long height, long width) {
    boolean large = height > 4 && width > 4;
    return large && (channels == 1 && height == width || channels == 3 || channels == 4);
  }

  /** Inputs are unpacked once: unsigned bytes as they are, other numbers as fractions in [0,1]. */
  private static DataView view(Source source, Targets targets, int classes, List<Bytes> open) {
    NpzFile.Array array = NpzFile.describe(source.file(), source.name());
    int[] labels = targets.labels();
    Labels.sameLength(source.where(), array.shape()[0], targets.where(), labels.length);
    long[] shape = shape(source.file(), source.name(), source.last());
    boolean bytes = array.kind() == 'u' && array.bytes() == 1;
    SampleFormat plain = bytes ? SampleFormat.pixels(shape) : SampleFormat.floats(shape);
    boolean channelsLast = array.shape().length == 4 && source.last();
    String key =
        ContentHash.of(
            List.of("npz 1", source.hash(), source.name(), String.valueOf(source.scale())));
    Bytes unpacked =
        UnpackedFile.open(
            source.where(),
            key,
            out ->
                NpzFile.read(
                    source.file(),
                    source.name(),
                    (read, in) -> {
                      if (bytes) {
                        copy(read, in, out);
                      } else {
                        convert(source, read, in, out);
                      }
                      return read;
                    }));
    open.add(unpacked);
    return new SampleView(
        unpacked,
        0,
        channelsLast ? plain.channelsLast(shape) : plain,
        Labels.check(targets.where(), labels, 0, classes));
  }

  private static void copy(NpzFile.Array array, InputStream in, OutputStream out)
      throws IOException {
    for (long left = array.numbers(); left > 0; ) {
      byte[] block = NpzFile.exactly(in, (int) Math.min(BLOCK, left));
      out.write(block);
      left -= block.length;
    }
  }

  private static void convert(Source source, NpzFile.Array array, InputStream in, OutputStream out)
      throws IOException {
    long sample = array.numbers() / array.shape()[0];
    long done = 0;
    while (done < array.numbers()) {
      int count = (int) Math.min(BLOCK, array.numbers() - done);
      ByteBuffer block =
          ByteBuffer.wrap(NpzFile.exactly(in, count * array.bytes())).order(array.order());
      ByteBuffer floats = ByteBuffer.allocate(Float.BYTES * count);
      for (int i = 0; i < count; i++) {
        double value = array.next(block);
        float scaled = (float) (value / source.scale());
        if (!(scaled >= 0 && scaled <= 1)) {
          throw new DataException(
              source.where()
                  + " holds "
                  + value
                  + " in sample "
                  + (done + i) / sample
                  + ", which divided by "
                  + source.scale()
                  + " (parameter 'scale') does not lie in [0,1]");
        }
        floats.putFloat(scaled);
      }
      out.write(floats.array());
      done += count;
    }
  }
}
