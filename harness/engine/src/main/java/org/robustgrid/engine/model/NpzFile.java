package org.robustgrid.engine.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.spi.data.DataException;

/** Named arrays in NumPy's {@code .npz} format: a zip of stored {@code .npy} arrays. */
public final class NpzFile {

  private static final String SUFFIX = ".npy";

  private NpzFile() {}

  /**
   * Reads all arrays of a file.
   *
   * @return by name, in the file's order; types FLOAT, DOUBLE, INT or LONG as stored, C order
   * @throws DataException when the file is missing, damaged or holds something else
   */
  public static Map<String, INDArray> read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + " does not exist; check the path");
    }
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    String entryName = "";
    try (ZipFile zip = new ZipFile(file.toFile())) {
      UnpackedSize.require(zip, file);
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        entryName = entry.getName();
        byte[] bytes = content(zip, entry);
        String name =
            entryName.endsWith(SUFFIX)
                ? entryName.substring(0, entryName.length() - SUFFIX.length())
                : entryName;
        arrays.put(name, NpyArray.decode(bytes));
      }
    } catch (ZipException e) {
      throw new DataException(
          file + " is no .npz file, or is damaged (" + e.getMessage() + "); fetch it again", e);
    } catch (IOException e) {
      throw new DataException(
          file + ": array '" + entryName + "' cannot be read: " + e.getMessage(), e);
    }
    return arrays;
  }

  /** An entry's bytes; ZipFile itself never compares them with their checksum. */
  private static byte[] content(ZipFile zip, ZipEntry entry) throws IOException {
    byte[] bytes = UnpackedSize.read(zip.getInputStream(entry), entry);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    if (crc.getValue() != entry.getCrc()) {
      throw new IOException("its checksum is wrong, the file is damaged");
    }
    return bytes;
  }

  /**
   * Writes arrays atomically; equal arrays give equal bytes.
   *
   * @throws UserException when the file cannot be written
   */
  public static void write(Path file, Map<String, INDArray> arrays) {
    AtomicFile.write(file, out -> write(out, arrays));
  }

  static void write(OutputStream out, Map<String, INDArray> arrays) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setMethod(ZipOutputStream.STORED);
    for (Map.Entry<String, INDArray> named : arrays.entrySet()) {
      byte[] bytes = NpyArray.encode(named.getValue());
      CRC32 crc = new CRC32();
      crc.update(bytes);
      ZipEntry entry = new ZipEntry(named.getKey() + SUFFIX);
      entry.setSize(bytes.length);
      entry.setCrc(crc.getValue());
      entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
      zip.putNextEntry(entry);
      zip.write(bytes);
      zip.closeEntry();
    }
    zip.finish();
  }
}
