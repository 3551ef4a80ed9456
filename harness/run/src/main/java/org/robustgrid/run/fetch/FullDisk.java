package org.robustgrid.run.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.robustgrid.base.UserException;

/** A disk that has no room for a file. */
final class FullDisk {

  /** How systems say it; Java has no exception of its own for it. */
  private static final List<String> WORDS =
      List.of("no space left", "not enough space", "quota exceeded", "disk full");

  private FullDisk() {}

  /** Whether a write failed because the disk is full. */
  static boolean caused(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return WORDS.stream().anyMatch(message::contains);
  }

  /**
   * The error to report for a failed write.
   *
   * @param file that was written
   * @param resumes whether what was written is used the next time
   */
  static UserException error(Path file, IOException cause, boolean resumes) {
    String why =
        caused(cause)
            ? "the disk of " + file.toAbsolutePath().getParent() + " is full"
            : file + " cannot be written: " + cause.getMessage();
    return new UserException(
        why
            + "; free space and run the command again"
            + (resumes ? ", which resumes" : "")
            + ", or name another folder with --to",
        cause);
  }

  /**
   * Refuses to begin where a file cannot fit.
   *
   * @param folder that exists
   * @param free bytes that are free there; at most 0 if that is not known
   */
  static void requireRoom(Path folder, long needed, long free) {
    if (free > 0 && free < needed) {
      throw new UserException(
          folder
              + " has "
              + ByteCount.words(free)
              + " free, but "
              + ByteCount.words(needed)
              + " are needed; free space, or name another folder with --to");
    }
  }

  /** Bytes that are free in a folder; empty if the system does not say. */
  static Optional<Long> free(Path folder) {
    try {
      return Optional.of(Files.getFileStore(folder).getUsableSpace());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
