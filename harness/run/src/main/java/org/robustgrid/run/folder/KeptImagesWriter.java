package org.robustgrid.run.folder;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.SortedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.robustgrid.base.files.AtomicFile;

/**
 * Writes {@link KeptImages} block by block. The file appears when it is finished, and only if there
 * was an image; the same images give the same bytes.
 */
public final class KeptImagesWriter implements Closeable {

  /** The earliest time that a zip file knows. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Path file;
  private AtomicFile.Pending pending;
  private ZipOutputStream zip;
  private int blocks;

  public KeptImagesWriter(Path file) {
    this.file = file;
  }

  /** Writes images that there are, all at once. */
  public static void write(Path file, SortedMap<Integer, float[]> images) {
    try (KeptImagesWriter writer = new KeptImagesWriter(file)) {
      writer.add(images);
      writer.finish();
    }
  }

  /**
   * Adds a block.
   *
   * @param images by sample index, all of one length, of later samples than those before
   */
  public void add(SortedMap<Integer, float[]> images) {
    if (images.isEmpty()) {
      return;
    }
    try {
      if (zip == null) {
        pending = AtomicFile.open(file);
        zip = new ZipOutputStream(pending.stream());
      }
      String number = KeptImages.number(blocks++);
      begin(KeptImages.SAMPLES + number);
      NpyBlock.writeInts(zip, images.keySet().stream().mapToInt(Integer::intValue).toArray());
      begin(KeptImages.IMAGES + number);
      NpyBlock.writeFloats(zip, images.values().toArray(new float[0][]));
      zip.closeEntry();
    } catch (IOException e) {
      throw AtomicFile.unwritable(file, e);
    }
  }

  private void begin(String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
  }

  /** Puts the file in its place; returns whether there is one. */
  public boolean finish() {
    if (zip == null) {
      return false;
    }
    try {
      zip.finish();
      pending.commit();
      return true;
    } catch (IOException e) {
      throw AtomicFile.unwritable(file, e);
    }
  }

  @Override
  public void close() {
    if (pending != null) {
      try {
        pending.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot close " + file, e);
      }
    }
  }
}
