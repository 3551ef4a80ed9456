package org.robustgrid.run.scoring;

import java.nio.file.Files;
import java.nio.file.Path;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.LeaderboardFile;
import org.robustgrid.leaderboard.LeaderboardJson;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunManifest;

/** A leaderboard given by a user: a run's folder, or a file. */
public final class LeaderboardSource {

  private LeaderboardSource() {}

  /**
   * Reads a leaderboard.
   *
   * @param path a run's folder, whose leaderboard is built from its results; a folder with a
   *     {@value LeaderboardFile#NAME}; or such a file
   * @throws org.robustgrid.base.UserException when there is none, or it is of another format
   *     version
   */
  public static Leaderboard read(Path path) {
    if (Files.isDirectory(path)) {
      RunFolder folder = new RunFolder(path);
      if (RunManifest.exists(folder)) {
        // as it would read from its file: a number that a grid wrote as a long is an int there
        return LeaderboardJson.read(LeaderboardJson.write(LeaderboardBuilder.build(folder)));
      }
    }
    return LeaderboardFile.read(path);
  }
}
