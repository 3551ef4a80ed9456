package org.robustgrid.datasets;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.random.RandomKey;

/**
 * Labelled picture files of one part of a data set, in a fixed random order, so that the first n
 * are nearly balanced.
 *
 * @param name of the part, for messages
 */
record PictureList(String name, List<Path> files, int[] labels) {

  /** Whether a picture could be read, a byte each after all pixels. */
  private static final byte WHOLE = 1;

  /** The same files in random order. */
  PictureList shuffled() {
    int[] order = RandomKey.of(0).with("picture-order").stream().permutation(labels.length);
    return new PictureList(
        name,
        IntStream.of(order).mapToObj(files::get).toList(),
        IntStream.of(order).map(i -> labels[i]).toArray());
  }

  /** The first picture that can be read; if there is none, what is wrong with the first. */
  PictureFile firstReadable() {
    DataException first = null;
    for (Path file : files) {
      try {
        return PictureFile.read(file);
      } catch (DataException e) {
        first = first == null ? e : first;
      }
    }
    throw first == null ? new DataException(name + " holds no pictures") : first;
  }

  /** A hash of the files' content, in their order, with their labels. */
  String hash() {
    return ContentHash.of(
        IntStream.range(0, labels.length)
            .parallel()
            .mapToObj(i -> ContentHash.of(files.get(i)) + " " + labels[i])
            .toList());
  }

  /**
   * Opens the pictures; they are decoded once into the user's cache folder.
   *
   * @param hash theirs
   * @param skipBroken leaves out pictures that cannot be read, instead of refusing all
   * @param open receives what stays open
   * @param notes receives how many pictures are left out, if any are
   * @throws DataException when a picture is broken, naming its path
   */
  DataView view(
      String hash, PictureRule rule, boolean skipBroken, List<Bytes> open, List<String> notes) {
    SampleFormat format = SampleFormat.pixels(rule.shape());
    String key = ContentHash.of(List.of("pictures 1", hash, rule.toString(), "" + skipBroken));
    Bytes bytes = UnpackedFile.open(name, key, out -> decode(rule, skipBroken, out));
    open.add(bytes);
    byte[] whole = new byte[labels.length];
    bytes.read((long) labels.length * format.bytes(), whole);
    int[] kept = IntStream.range(0, whole.length).filter(i -> whole[i] == WHOLE).toArray();
    if (kept.length < whole.length) {
      notes.add(
          "%d of %d images in %s cannot be read and are left out"
              .formatted(whole.length - kept.length, whole.length, Path.of(name).getFileName()));
    }
    if (kept.length == 0) {
      throw new DataException(name + ": no picture can be read");
    }
    DataView all = new SampleView(bytes, 0, format, labels);
    return kept.length == whole.length ? all : new ChosenView(all, kept);
  }

  private void decode(PictureRule rule, boolean skipBroken, OutputStream out) throws IOException {
    byte[] whole = new byte[labels.length];
    byte[] nothing = new byte[SampleFormat.product(rule.shape())];
    for (int i = 0; i < whole.length; i++) {
      try {
        for (byte[] plane : rule.read(files.get(i)).planes()) {
          out.write(plane);
        }
        whole[i] = WHOLE;
      } catch (DataException e) {
        if (!skipBroken) {
          throw e;
        }
        out.write(nothing);
      }
    }
    out.write(whole);
  }

  /** Some samples of another view. */
  private record ChosenView(DataView all, int[] kept) implements DataView {

    @Override
    public int size() {
      return kept.length;
    }

    @Override
    public void read(int[] indices, float[] images, int[] targets) {
      all.read(IntStream.of(indices).map(i -> kept[i]).toArray(), images, targets);
    }

    @Override
    public int label(int index) {
      return all.label(kept[index]);
    }
  }
}
