package org.robustgrid.engine.model;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.robustgrid.spi.data.DataException;

/** Writes files that are either whole or not there, whenever the process dies. */
public final class AtomicFile {

  private static final String PREFIX = ".unfinished-";
  private static final String SUFFIX = ".tmp";

  private AtomicFile() {}

  /** What writes a file's content. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file beside its place, forces it to the disk and renames it; an existing file is
   * replaced. Missing folders are created.
   *
   * @throws DataException naming the file, when its folder cannot be written to or is full
   */
  public static void write(Path file, Content content) {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    Path temporary = null;
    try {
      Files.createDirectories(folder);
      // a name of its own for every writer: two processes never share a half-written file
      temporary = Files.createTempFile(folder, PREFIX + target.getFileName() + ".", SUFFIX);
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      temporary = null;
      forceFolder(folder);
    } catch (IOException e) {
      throw new DataException(
          "cannot write "
              + file
              + " ("
              + e
              + "); make sure that the folder may be written to and the disk has room",
          e);
    } finally {
      discard(temporary);
    }
  }

  /**
   * Removes what writers that were killed left in a folder. Only for a folder that nobody else is
   * writing to.
   */
  public static void sweep(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> unfinished =
        Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path file : unfinished) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new DataException("cannot tidy up " + folder + ": " + e, e);
    }
  }

  private static void discard(Path temporary) {
    if (temporary != null) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException e) {
        // the error that led here is the one worth reporting
        temporary.toFile().deleteOnExit();
      }
    }
  }

  /** Forces the rename itself to the disk, where folders can be opened (not on Windows). */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // the rename is atomic without it; only its moment of reaching the disk is open
      return;
    }
  }
}
