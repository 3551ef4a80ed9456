package org.robustgrid.core.store;

import java.nio.file.Path;
import org.robustgrid.core.UserException;

/** A result file was edited, truncated or damaged after it was written. */
public final class DamagedFileException extends UserException {

  private static final long serialVersionUID = 1L;

  public DamagedFileException(Path file, String what) {
    super(
        file
            + " was changed after it was written ("
            + what
            + "); it is not used. Delete the file to have it computed again, or put the original"
            + " back");
  }
}
