package org.robustgrid.leaderboard;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.robustgrid.base.UserException;

/** A leaderboard's file, or a folder that holds one. */
public final class LeaderboardFile {

  /** The file's name in a run's folder and beside other reports. */
  public static final String NAME = "leaderboard.json";

  private LeaderboardFile() {}

  /**
   * Reads a leaderboard.
   *
   * @param path a folder with a {@value #NAME}, or such a file
   * @throws UserException when there is none, or it is of another format version
   */
  public static Leaderboard read(Path path) {
    if (!Files.isDirectory(path)) {
      return file(path);
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
      throw new UserException(file + " is not a leaderboard: it is not UTF-8 text", e);
    } catch (IOException e) {
      throw new UserException("cannot read " + file + ": " + e, e);
    } catch (IllegalArgumentException e) {
      throw new UserException(file + ": " + e.getMessage(), e);
    }
  }
}
