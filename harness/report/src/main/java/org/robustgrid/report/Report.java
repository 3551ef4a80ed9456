package org.robustgrid.report;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.robustgrid.leaderboard.LeaderboardJson;

/** Writes every report of a leaderboard into a folder. */
public final class Report {

  private final List<ReportWriter> writers;

  /**
   * A report in several formats.
   *
   * @param writers in the order of writing; the JSON file, which is the source of the others, comes
   *     last
   */
  public Report(Collection<ReportWriter> writers) {
    this.writers = List.copyOf(writers);
  }

  /**
   * Writes all reports.
   *
   * <p>The reports are drawn from the leaderboard as it reads back from JSON, so that drawing them
   * again from the file gives the same bytes.
   *
   * @param folder created if it does not exist
   * @return the files written
   * @throws org.robustgrid.base.UserException when a file cannot be written
   */
  public List<Path> write(ReportContent content, Path folder) {
    String json = LeaderboardJson.write(content.leaderboard());
    ReportContent stored = content.with(LeaderboardJson.read(json));
    return writers.stream().flatMap(writer -> writer.write(stored, folder).stream()).toList();
  }
}
