package org.robustgrid.leaderboard.reproduction;

import java.nio.file.Path;
import java.util.List;

/**
 * A paper's tables and figures.
 *
 * @param id such as {@code S4}
 * @param title authors, title, year
 * @param folder that the entries' grids are relative to
 * @param entries in the paper's order
 */
public record Paper(String id, String title, Path folder, List<Entry> entries) {

  public Paper {
    entries = List.copyOf(entries);
  }
}
