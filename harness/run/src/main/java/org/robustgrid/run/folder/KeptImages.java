package org.robustgrid.run.folder;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.robustgrid.base.files.DamagedFileException;

/**
 * The adversarial images that an attack kept, by sample index: an NPZ file that NumPy reads, with
 * two arrays a block, {@code samples_000000} [n] (int32) and {@code images_000000} [n, values]
 * (float32, C order of the input shape). Blocks are in the order of their samples and are read one
 * at a time, so that a cell's images never have to fit in memory. Not thread-safe.
 */
public final class KeptImages implements Closeable {

  static final String SAMPLES = "samples_";
  static final String IMAGES = "images_";

  private final Path file;
  private final ZipFile zip;
  private final SortedMap<Integer, String> blocks = new TreeMap<>();
  private String held = "";
  private SortedMap<Integer, float[]> block = Collections.emptySortedMap();

  private KeptImages(Path file) throws IOException {
    this.file = file;
    this.zip = new ZipFile(file.toFile());
    try {
      // blocks are counted from 0: a name that was damaged must not pass for an array less
      for (int i = 0; 2 * i < zip.size(); i++) {
        String number = number(i);
        requireEntry(IMAGES + number);
        for (int sample : samples(number)) {
          blocks.put(sample, number);
        }
      }
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  /**
   * Opens a file of images.
   *
   * @throws DamagedFileException when the file is not what was written
   */
  public static KeptImages open(Path file) {
    try {
      return new KeptImages(file);
    } catch (IOException | IllegalArgumentException e) {
      throw new DamagedFileException(file, "it cannot be read: " + e.getMessage());
    }
  }

  /** The samples whose images were kept. */
  public static SortedSet<Integer> samplesOf(Path file) {
    try (KeptImages images = open(file)) {
      return images.samples();
    }
  }

  /** All images at once: for few, or small ones. */
  public static SortedMap<Integer, float[]> read(Path file) {
    try (KeptImages images = open(file)) {
      return images.between(0, Integer.MAX_VALUE);
    }
  }

  /** The samples whose images were kept. */
  public SortedSet<Integer> samples() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(blocks.keySet()));
  }

  /** The image of a sample that has one. */
  public float[] image(int sample) {
    return load(blocks.get(sample)).get(sample);
  }

  /** The images of samples from one on, up to but without another. */
  public SortedMap<Integer, float[]> between(int from, int to) {
    SortedMap<Integer, float[]> found = new TreeMap<>();
    for (Map.Entry<Integer, String> entry : blocks.subMap(from, to).entrySet()) {
      found.put(entry.getKey(), load(entry.getValue()).get(entry.getKey()));
    }
    return found;
  }

  /** Visits the images in the order of their samples, block by block. */
  public void forEach(BiConsumer<Integer, float[]> action) {
    blocks.forEach((sample, number) -> action.accept(sample, load(number).get(sample)));
  }

  private SortedMap<Integer, float[]> load(String number) {
    if (!number.equals(held)) {
      try {
        int[] samples = samples(number);
        float[][] images = read(IMAGES + number, NpyBlock::readFloats);
        if (images.length != samples.length) {
          throw new IllegalArgumentException("block " + number + " lacks images");
        }
        SortedMap<Integer, float[]> loaded = new TreeMap<>();
        for (int i = 0; i < samples.length; i++) {
          loaded.put(samples[i], images[i]);
        }
        block = loaded;
        held = number;
      } catch (IOException | IllegalArgumentException e) {
        throw new DamagedFileException(file, "it cannot be read: " + e.getMessage());
      }
    }
    return block;
  }

  private int[] samples(String number) throws IOException {
    return read(SAMPLES + number, NpyBlock::readInts);
  }

  /** How a block's arrays end. */
  static String number(int block) {
    return String.format(Locale.ROOT, "%06d.npy", block);
  }

  private ZipEntry requireEntry(String name) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IllegalArgumentException("it lacks " + name);
    }
    return entry;
  }

  /** Reads an array from its entry. */
  private interface ArrayReader<T> {
    T read(InputStream in) throws IOException;
  }

  /** An entry's array; ZipFile itself never compares what it reads with its checksum. */
  private <T> T read(String name, ArrayReader<T> reader) throws IOException {
    ZipEntry entry = requireEntry(name);
    CRC32 sum = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
      T array = reader.read(in);
      in.transferTo(OutputStream.nullOutputStream());
      if (sum.getValue() != entry.getCrc()) {
        throw new IllegalArgumentException("the checksum of " + name + " is wrong");
      }
      return array;
    }
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file, e);
    }
  }
}
