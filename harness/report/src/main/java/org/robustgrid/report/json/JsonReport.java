package org.robustgrid.report.json;

import java.nio.file.Path;
import java.util.List;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.leaderboard.LeaderboardFile;
import org.robustgrid.leaderboard.LeaderboardJson;
import org.robustgrid.report.ReportContent;
import org.robustgrid.report.ReportWriter;

/** Writes a leaderboard as {@value LeaderboardFile#NAME}. */
public final class JsonReport implements ReportWriter {

  @Override
  public List<Path> write(ReportContent content, Path folder) {
    Path file = folder.resolve(LeaderboardFile.NAME);
    AtomicFile.write(file, LeaderboardJson.write(content.leaderboard()));
    return List.of(file);
  }
}
