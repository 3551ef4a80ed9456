package org.robustgrid.leaderboard.reproduction;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A table or figure of a paper.
 *
 * @param id such as {@code S4-T6}
 * @param title what it shows
 * @param settings how it is made at each scale
 * @param table the paper's numbers; empty if it prints none
 * @param statements what the paper says about it
 */
public record Entry(
    String id,
    String title,
    Map<Scale, Setting> settings,
    Optional<PaperTable> table,
    List<Statement> statements) {

  public Entry {
    settings = Map.copyOf(settings);
    statements = List.copyOf(statements);
  }

  /** How it is made at a scale. */
  public Setting setting(Scale scale) {
    return settings.getOrDefault(scale, Setting.NONE);
  }

  /**
   * How an entry is made at a scale.
   *
   * @param grid file of the grid, relative to the papers' files; empty if there is none
   * @param boards threat models of the grid by the paper's names, such as {@code l2 1.5}
   * @param why sizes differ from the paper's, or the entry cannot be made
   */
  public record Setting(Optional<String> grid, Map<String, String> boards, String why) {

    /** No setting. */
    public static final Setting NONE =
        new Setting(Optional.empty(), Map.of(), "there is no grid of this scale yet");

    public Setting {
      boards = Map.copyOf(boards);
    }
  }

  /**
   * A table of a paper.
   *
   * @param columns each with its place
   * @param lines each with its place and the paper's numbers
   */
  public record PaperTable(List<Column> columns, List<Line> lines) {

    public PaperTable {
      columns = List.copyOf(columns);
      lines = List.copyOf(lines);
    }
  }

  /** A column. */
  public record Column(String name, Place place) {}

  /**
   * A line.
   *
   * @param paper the paper's number in each column; empty if it prints none
   */
  public record Line(String name, Place place, List<OptionalDouble> paper) {

    public Line {
      paper = List.copyOf(paper);
    }
  }
}
