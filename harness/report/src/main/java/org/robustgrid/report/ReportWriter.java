package org.robustgrid.report;

import java.nio.file.Path;
import java.util.List;

/**
 * Writes a leaderboard in one format. The composition root binds the writers; {@link Report} calls
 * them in the order in which they are bound.
 */
@FunctionalInterface
public interface ReportWriter {

  /**
   * Writes the files of this format; each replaces the one before it in one step.
   *
   * @param folder created if it does not exist
   * @return the files written
   * @throws org.robustgrid.base.UserException when a file cannot be written
   */
  List<Path> write(ReportContent content, Path folder);
}
