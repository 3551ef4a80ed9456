package org.robustgrid.base.files;

import java.nio.file.Path;
import org.robustgrid.base.UserException;

/** A result file was edited, truncated or damaged after it was written. */
public final class DamagedFileException extends UserException {

  private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final String what;

  public DamagedFileException(Path file, String what) {
    super(
        file
            + " "
            + change(what)
            + "; it is not used. Run the grid into this folder again, which sets the file aside and"
            + " computes it again, or put the original back");
    this.file = file;
    this.what = what;
  }

  /** The damaged file. */
  public Path file() {
    return file;
  }

  /** What is wrong with it. */
  public String what() {
    return what;
  }

  /** {@code was changed after it was written}, with what is wrong. */
  public String change() {
    return change(what);
  }

  private static String change(String what) {
    return "was changed after it was written (" + what + ")";
  }
}
