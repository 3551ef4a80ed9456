package org.robustgrid.datasets;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataFolders;

/**
 * Samples that are compressed where they lie, unpacked once into the user's cache folder so that
 * they can be read by index. Beside each file lies its SHA-256; a file that does not match is made
 * again. Without a cache folder it is a temporary file.
 */
final class UnpackedFile {

  private static final String FOLDER = "unpacked";
  private static final int BUFFER = 1 << 16;

  private UnpackedFile() {}

  /** Writes the samples. */
  interface Writer {

    /**
     * Writes all.
     *
     * @throws DataException when the source is damaged; then nothing is kept
     */
    void write(OutputStream out) throws IOException;
  }

  /**
   * Opens the unpacked samples; makes them if they are not there.
   *
   * @param name of the source, for messages
   * @param key a hash of the source's content and of how it is read
   * @throws DataException when they cannot be made
   */
  static Bytes open(String name, String key, Writer writer) {
    Optional<Path> folder = DataFolders.cache().map(cache -> cache.resolve(FOLDER));
    try {
      if (folder.isEmpty()) {
        Path temporary = Files.createTempFile("robustgrid", ".bin");
        return temporary(temporary, writer);
      }
      Path file = folder.get().resolve(key + ".bin");
      Path hash = folder.get().resolve(key + ".sha256");
      if (!intact(file, hash)) {
        Files.createDirectories(folder.get());
        make(folder.get(), file, hash, writer);
      }
      return Bytes.of(file, StandardOpenOption.READ);
    } catch (IOException e) {
      throw new DataException(
          name
              + " cannot be unpacked"
              + folder.map(path -> " into " + path).orElse("")
              + ": "
              + e.getMessage()
              + "; free space, or name another cache folder with"
              + " ROBUSTGRID_JAVA_OPTS=-Drobustgrid.cache=DIR",
          e);
    }
  }

  private static Bytes temporary(Path file, Writer writer) throws IOException {
    try {
      write(file, writer);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    return Bytes.of(file, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE);
  }

  private static boolean intact(Path file, Path hash) throws IOException {
    return Files.isRegularFile(file)
        && Files.isRegularFile(hash)
        && Files.readString(hash).equals(ContentHash.of(file));
  }

  /** Several processes may do so at once: each moves a whole file to its place. */
  private static void make(Path folder, Path file, Path hash, Writer writer) throws IOException {
    Path part = Files.createTempFile(folder, "part", null);
    try {
      write(part, writer);
      String content = ContentHash.of(part);
      move(part, file);
      Files.writeString(part, content);
      move(part, hash);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void write(Path file, Writer writer) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
      writer.write(out);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
