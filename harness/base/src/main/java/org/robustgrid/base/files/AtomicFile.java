package org.robustgrid.base.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.robustgrid.base.UserException;

/**
 * Writes files in one step: a reader, or a run after a power cut, sees the old content or the new,
 * never a part.
 */
public final class AtomicFile {

  /** Ending of files that are being written; such leftovers of a killed run are rubbish. */
  public static final String PART = ".part";

  /** A file of the name in the group, as this class writes it and as the engine writes models. */
  private static final Pattern PART_NAME =
      Pattern.compile(
          "\\.(?<whole>.+)-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
              + Pattern.quote(PART)
              + "|\\.unfinished-(?<model>.+)\\.[0-9]+\\.tmp",
          Pattern.DOTALL);

  private AtomicFile() {}

  /** Whether a file bears the name of one that this class, or the engine, was writing. */
  public static boolean isPart(Path file) {
    return PART_NAME.matcher(file.getFileName().toString()).matches();
  }

  /** The name of the file that was to be written, from the name of its part. */
  public static String whole(String part) {
    int name = part.lastIndexOf('/') + 1;
    Matcher matcher = PART_NAME.matcher(part.substring(name));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(part + " is no part of a file");
    }
    String whole = matcher.group("whole");
    return part.substring(0, name) + (whole == null ? matcher.group("model") : whole);
  }

  /** Writes a file. */
  @FunctionalInterface
  public interface Writer {
    /** Writes the content to {@code part}, a file that does not exist yet. */
    void write(Path part) throws IOException;
  }

  /** Replaces a file by a text in UTF-8. */
  public static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Replaces a file by bytes. */
  public static void write(Path file, byte[] bytes) {
    write(file, part -> Files.write(part, bytes, StandardOpenOption.CREATE_NEW));
  }

  /**
   * Replaces a file by what a writer writes; parent folders are created.
   *
   * @throws UserException naming the file, when the disk is full or the folder cannot be written
   */
  public static void write(Path file, Writer writer) {
    Path folder = file.toAbsolutePath().getParent();
    Path part = folder.resolve("." + file.getFileName() + "-" + UUID.randomUUID() + PART);
    try {
      Files.createDirectories(folder);
      try {
        writer.write(part);
        force(part);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder(folder);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** The error of a file that could not be written. */
  public static UserException unwritable(Path file, IOException cause) {
    return new UserException(
        "cannot write "
            + file
            + ": "
            + reason(cause)
            + "; check that the folder exists, may be written and has space left, then run again:"
            + " what is finished is kept",
        cause);
  }

  private static String reason(IOException e) {
    String name = e.getClass().getSimpleName();
    if (e instanceof java.nio.file.FileAlreadyExistsException) {
      return "a file is where a folder is needed (" + e.getMessage() + ")";
    }
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "access denied (" + e.getMessage() + ")";
    }
    return e.getMessage() == null ? name : e.getMessage();
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Makes the rename itself durable; not every platform lets a folder be opened. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return;
    }
  }

  /** Finds out at once whether a folder can be written. */
  public static void probe(Path folder) {
    Path file = folder.resolve(".probe-" + UUID.randomUUID() + PART);
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(new byte[] {1}));
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }
}
