package org.robustgrid.report.text;

import java.util.List;
import org.robustgrid.leaderboard.Leaderboard;

/** What the readers of a leaderboard's data sets say about the samples. */
public final class DataNotes {

  private DataNotes() {}

  /** A sentence each, with the name of its data set. */
  public static List<String> of(Leaderboard leaderboard) {
    return leaderboard.datasets().stream()
        .flatMap(set -> set.notes().stream().map(note -> "Data set " + set.dataset() + ": " + note))
        .map(note -> note.endsWith(".") ? note : note + ".")
        .toList();
  }
}
