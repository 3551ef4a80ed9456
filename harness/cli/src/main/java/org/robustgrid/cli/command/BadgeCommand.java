package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.robustgrid.base.Nearest;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.report.badge.Badge;
import org.robustgrid.report.text.Lead;
import org.robustgrid.report.text.ThreatModels;
import org.robustgrid.run.scoring.LeaderboardSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a row's worst case as a badge. */
@Command(
    name = "badge",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the worst case of a row, with its interval, as a badge: an SVG image, or JSON for",
      "shields.io. Blue is a reliable figure, orange an upper bound, grey means no figure."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid badge leaderboard.json --out badge.svg",
      "  robustgrid badge runs/mine --board 'linf 0.1' --row trades --out badge.json"
    })
public final class BadgeCommand implements Runnable {

  private static final String JSON = ".json";
  private static final String SVG = ".svg";

  private final Terminal terminal;

  @Parameters(paramLabel = "RUN|FILE", description = "The folder of a run, or a leaderboard.json.")
  private Path source;

  @Option(
      names = "--out",
      paramLabel = "FILE.svg|FILE.json",
      required = true,
      description = "Where to write; the ending selects the format.")
  private Path out;

  @Option(
      names = "--board",
      paramLabel = "WORDS",
      description = "Words of the board's name, such as 'linf 0.1' (default: the only board).")
  private String board;

  @Option(
      names = "--row",
      paramLabel = "LABEL",
      description = "The row's label (default: the row that leads the board).")
  private String row;

  @Option(
      names = "--label",
      paramLabel = "TEXT",
      description = "The left part (default: what is measured, and the board).")
  private String label;

  @Inject
  BadgeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    String name = out.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(SVG) && !name.endsWith(JSON)) {
      throw new UserException("--out: expected a name that ends in .svg or .json, found " + out);
    }
    Leaderboard leaderboard = LeaderboardSource.read(source);
    Board chosen = board(leaderboard);
    Badge badge = Badge.of(chosen, ThreatModels.title(leaderboard, chosen), row(chosen), label);
    AtomicFile.write(out, name.endsWith(SVG) ? badge.svg() : badge.json());
    terminal.line(out + ": " + badge.description());
  }

  private Board board(Leaderboard leaderboard) {
    List<Board> boards =
        leaderboard.boards().stream().filter(b -> board == null || named(b, board)).toList();
    if (boards.size() == 1) {
      return boards.get(0);
    }
    String problem =
        boards.isEmpty()
            ? "--board: no board has all words of '" + board + "'"
            : "--board: " + boards.size() + " boards fit; name one";
    throw new UserException(
        problem
            + "; there are: "
            + leaderboard.boards().stream()
                .map(BadgeCommand::name)
                .collect(Collectors.joining(", ")));
  }

  private static boolean named(Board board, String words) {
    return List.of(name(board).split("\\s+"))
        .containsAll(Arrays.asList(words.strip().split("\\s+")));
  }

  /** As {@code gate} names it: {@code mnist-10k linf 0.1}. */
  private static String name(Board board) {
    return board.dataset() + " " + board.threatModel().words();
  }

  private Row row(Board board) {
    if (row == null) {
      return Lead.of(board).rows().stream()
          .findFirst()
          .or(() -> board.rows().stream().findFirst())
          .orElseThrow(() -> new UserException("the board " + name(board) + " has no rows"));
    }
    List<String> labels = board.rows().stream().map(Row::label).toList();
    return board.rows().stream()
        .filter(r -> r.label().equals(row))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "--row: the board "
                        + name(board)
                        + " has no row '"
                        + row
                        + "'; it has: "
                        + String.join(", ", labels)
                        + Nearest.question(row, labels)));
  }
}
