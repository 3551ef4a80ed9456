package org.robustgrid.run.folder;

import java.nio.file.Path;
import java.util.List;
import org.robustgrid.base.files.Quarantine;

/**
 * A result that was changed after it was written, or whose files were.
 *
 * @param key of the result, from its file name
 * @param files the result and what belongs to it; they can no longer be used
 * @param what is wrong, naming the file
 */
public record Damage(String key, List<Path> files, String what) {

  public Damage {
    files = List.copyOf(files);
  }

  /** Moves the files aside, so that the result counts as missing. */
  void setAside() {
    files.forEach(Quarantine::setAside);
  }
}
