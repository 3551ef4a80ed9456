package org.robustgrid.base.files;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One name for a file, however it was written: absolute, with symbolic links followed before {@code
 * ..} is taken off, as the operating system does.
 */
public final class RealPath {

  private RealPath() {}

  /** The name of a file or folder, of which the last parts need not exist. */
  public static Path of(Path path) {
    Path absolute = path.toAbsolutePath();
    Path real = absolute.getRoot();
    for (Path part : absolute) {
      Path next = real.resolve(part);
      try {
        real = next.toRealPath();
      } catch (IOException e) {
        // where nothing is there is no link either
        real = next.normalize();
      }
    }
    return real;
  }
}
