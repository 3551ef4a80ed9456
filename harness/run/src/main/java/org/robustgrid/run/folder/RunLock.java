package org.robustgrid.run.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.AtomicFile;

/**
 * Excludes a second run from a folder. The operating system holds the lock, so that a killed run
 * leaves none behind; the file's text only names the holder.
 */
public final class RunLock implements AutoCloseable {

  /** Null if there is nothing to lock. */
  private final FileChannel channel;

  private final boolean exclusive;

  private RunLock(FileChannel channel, boolean exclusive) {
    this.channel = channel;
    this.exclusive = exclusive;
  }

  /**
   * Takes the lock.
   *
   * @throws UserException when another run has it
   */
  public static RunLock acquire(RunFolder folder) {
    Path file = folder.lock();
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (tryLock(channel, false) == null) {
        throw busy(folder, channel);
      }
      String text = "process " + ProcessHandle.current().pid() + "\n";
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
      return new RunLock(channel, true);
    } catch (IOException e) {
      throw AtomicFile.unwritable(file, e);
    }
  }

  /**
   * Keeps runs out of a folder that is read; several may read it. A folder without a lock file was
   * never worked in where it lies.
   *
   * @throws UserException when a run works in it
   */
  public static RunLock acquireToRead(RunFolder folder) {
    Path file = folder.lock();
    if (!Files.exists(file)) {
      return new RunLock(null, false);
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ);
      if (tryLock(channel, true) == null) {
        throw busy(folder, channel);
      }
      return new RunLock(channel, false);
    } catch (IOException e) {
      throw new UserException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static UserException busy(RunFolder folder, FileChannel channel) throws IOException {
    String owner = owner(channel);
    channel.close();
    return new UserException(
        "another run works in "
            + folder.root()
            + (owner.isEmpty() ? "" : " (" + owner + ")")
            + "; wait for it, stop it, or give another folder");
  }

  private static FileLock tryLock(FileChannel channel, boolean shared) throws IOException {
    try {
      return channel.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(100);
    channel.read(text, 0);
    return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
  }

  @Override
  public void close() {
    try (FileChannel open = channel) {
      if (exclusive) {
        // left as every run leaves it: whatever is in it between runs was written by others
        open.truncate(0);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot release the run folder's lock", e);
    }
  }
}
