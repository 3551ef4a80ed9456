package org.robustgrid.core.leaderboard;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.robustgrid.core.UserException;
import org.robustgrid.core.run.RunFolder;
import org.robustgrid.core.run.RunManifest;

/** A leaderboard as a user names it: a run's folder, or a file. */
public final class LeaderboardFile {

  /** The file's name in a run's folder and beside other reports. */
  public static final String NAME = "leaderboard.json";

  private LeaderboardFile() {}

  /**
   * Reads a leaderboard.
   *
   * @param path a run's folder, whose leaderboard is drawn up from its results; a folder with a
   *     {@value #NAME}; or such a file
   * @throws UserException when there is none, or it is of another format version
   */
  public static Leaderboard read(Path path) {
    if (!Files.isDirectory(path)) {
      return file(path);
    }
    RunFolder folder = new RunFolder(path);
    if (RunManifest.exists(folder)) {
      // as it would read from its file: a number that a grid wrote as a long is an int there
      return LeaderboardJson.read(LeaderboardJson.write(LeaderboardBuilder.build(folder)));
    }
    if (Files.exists(path.resolve(NAME))) {
      return file(path.resolve(NAME));
    }
    throw new UserException(
        "the folder "
            + path
            + " holds neither a run (run.json) nor a "
            + NAME
            + "; give the folder of a run, or a leaderboard's file");
  }

  private static Leaderboard file(Path file) {
    if (!Files.exists(file)) {
      throw new UserException("there is no " + file + "; give the folder of a run, or a " + NAME);
    }
    try {
      Leaderboard leaderboard = LeaderboardJson.read(Files.readString(file));
      LeaderboardCheck.check(leaderboard);
      return leaderboard;
    } catch (MalformedInputException e) {
      throw new UserException(file + " is no leaderboard: it is not UTF-8 text", e);
    } catch (IOException e) {
      throw new UserException("cannot read " + file + ": " + e, e);
    } catch (IllegalArgumentException e) {
      throw new UserException(file + ": " + e.getMessage(), e);
    }
  }
}
