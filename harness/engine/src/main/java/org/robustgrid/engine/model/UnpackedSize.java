package org.robustgrid.engine.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Guards against zips that unpack to far more than they hold. */
public final class UnpackedSize {

  /** More than any network that fits into memory. */
  private static final long LARGEST = 64L << 30;

  private UnpackedSize() {}

  /**
   * Refuses a zip whose entries share their bytes, or unpack to more than any model has.
   *
   * @throws ZipException saying so
   */
  public static void require(ZipFile zip, Path file) throws IOException {
    long packed = 0;
    long unpacked = 0;
    for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
      ZipEntry entry = e.nextElement();
      packed += Math.max(0, entry.getCompressedSize());
      unpacked += Math.max(0, entry.getSize());
    }
    if (packed > Files.size(file)) {
      throw new ZipException("its entries share their bytes: it would unpack to " + unpacked);
    }
    if (unpacked > LARGEST) {
      throw new ZipException("it unpacks to " + unpacked + " bytes, more than any model has");
    }
  }

  /**
   * Reads an entry to its end, and no further than it says that it reaches.
   *
   * @throws ZipException if it continues
   */
  public static byte[] read(InputStream in, ZipEntry entry) throws IOException {
    long size = entry.getSize();
    if (size < 0 || size > Integer.MAX_VALUE - 8) {
      throw new ZipException(entry.getName() + " has " + size + " bytes, which are not read");
    }
    byte[] bytes = in.readNBytes((int) size);
    if (in.read() >= 0) {
      throw new ZipException(entry.getName() + " continues after the " + size + " bytes it names");
    }
    return bytes;
  }

  /**
   * Reads an entry to its end, which checks its CRC, and no further than it says.
   *
   * @throws ZipException if it continues
   */
  public static void skim(InputStream in, ZipEntry entry) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = entry.getSize();
    for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
      left -= count;
      if (left < 0) {
        throw new ZipException(
            entry.getName() + " continues after the " + entry.getSize() + " bytes it names");
      }
    }
  }
}
