package org.robustgrid.base.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
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

  /** A file of the name in the group, while it is written. */
  private static final Pattern PART_NAME =
      Pattern.compile(
          "\\.(?<whole>.+)-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}" + Pattern.quote(PART),
          Pattern.DOTALL);

  private AtomicFile() {}

  /** Whether a file has the name of a temporary file that this class was writing. */
  public static boolean isPart(Path file) {
    return PART_NAME.matcher(file.getFileName().toString()).matches();
  }

  /** The name of the file that was to be written, from the name of its part. */
  public static String whole(String part) {
    int name = part.lastIndexOf('/') + 1;
    Matcher matcher = PART_NAME.matcher(part.substring(name));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(part + " is not part of a file");
    }
    return part.substring(0, name) + matcher.group("whole");
  }

  /** What writes a file's content. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Replaces a file by a text in UTF-8. */
  public static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Replaces a file by bytes. */
  public static void write(Path file, byte[] bytes) {
    write(file, out -> out.write(bytes));
  }

  /**
   * Replaces a file by what is written to a stream; parent folders are created.
   *
   * @throws UserException naming the file, when the disk is full or the folder cannot be written
   */
  public static void write(Path file, Content content) {
    try (Pending pending = open(file)) {
      content.writeTo(pending.stream());
      pending.commit();
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /**
   * Begins a file that is written piece by piece; parent folders are created. Until it is
   * committed, the file has its old content or is not there.
   *
   * @throws UserException naming the file, when the folder cannot be written
   */
  public static Pending open(Path file) {
    try {
      return new Pending(file);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** A file that is being written. Closing it without a commit leaves everything as it was. */
  public static final class Pending implements AutoCloseable {

    private final Path file;
    private final Path part;
    private final FileChannel channel;
    private final OutputStream stream;

    private Pending(Path file) throws IOException {
      Path folder = file.toAbsolutePath().getParent();
      this.file = file;
      this.part = folder.resolve("." + file.getFileName() + "-" + UUID.randomUUID() + PART);
      Files.createDirectories(folder);
      this.channel =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      this.stream = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
    }

    /** What to write to; closing it is left to this object. */
    public OutputStream stream() {
      return stream;
    }

    /** Puts what was written in the file's place, in one step. */
    public void commit() throws IOException {
      stream.flush();
      channel.force(true);
      channel.close();
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceFolder(part.getParent());
    }

    @Override
    public void close() throws IOException {
      channel.close();
      Files.deleteIfExists(part);
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
            + " finished cells are kept",
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

  /** Makes the rename itself durable; not every platform lets a folder be opened. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return;
    }
  }

  /**
   * Deletes what writers that were killed left in a folder. Only for a folder that nobody else is
   * writing to.
   */
  public static void sweep(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, AtomicFile::isPart)) {
      for (Path part : parts) {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw unwritable(folder, e);
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
