package org.robustgrid.run.folder;

import java.nio.file.Path;
import java.util.List;
import org.robustgrid.base.files.Quarantine;

/**
 * A result that is not what was written, or whose files are not.
 *
 * @param key of the result, as its name tells
 * @param files the result and what belongs to it; they are of no use any more
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
