package org.robustgrid.core.leaderboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.robustgrid.core.leaderboard.Leaderboard.Board;
import org.robustgrid.core.leaderboard.Leaderboard.Rate;
import org.robustgrid.core.leaderboard.Leaderboard.Row;
import org.robustgrid.core.leaderboard.Leaderboard.SeedResult;
import org.robustgrid.core.leaderboard.Leaderboard.ThreatModelEntry;

/** Makes leaderboards out of outcome bits. */
public final class Boards {

  private Boards() {}

  /** A leaderboard without a board. */
  public static Leaderboard of() {
    return of(new Board[0]);
  }

  /** A leaderboard of one board, L∞ 0.1, over the data set {@code digits}. */
  public static Leaderboard of(Row... rows) {
    return of(board("linf", 0.1, rows));
  }

  /** A leaderboard of boards. */
  public static Leaderboard of(Board... boards) {
    return new Leaderboard(
        Leaderboard.FORMAT,
        "made up",
        "digits",
        boards.length == 0 ? 0 : boards[0].samples(),
        List.of(boards),
        new Provenance(
            Map.of(),
            Map.of(),
            Map.of("digits", "d1"),
            Map.of(),
            Map.of("fgsm", "fgsm", "pgd", "pgd"),
            Map.of()),
        Map.of("totalEvaluationSeconds", 10.0, "totalTrainingSeconds", 100.0));
  }

  /** A board over as many samples as its first row has outcomes of. */
  public static Board board(String norm, double epsilon, Row... rows) {
    boolean empty = rows.length == 0 || rows[0].perSeed().get(0).clean() == null;
    int samples = empty ? 0 : rows[0].perSeed().get(0).clean().length();
    List<Integer> ids = IntStream.range(0, samples).map(i -> 100 + i).boxed().toList();
    return new Board(
        "digits",
        samples,
        new ThreatModelEntry(norm, epsilon),
        ids,
        ids.stream().map(i -> i % 10).toList(),
        List.of(rows));
  }

  /**
   * A complete row, right on every clean sample, whose only attack {@code pgd} is the worst case.
   * Its weights are told apart by label and seed.
   *
   * @param worst outcome bits by seed
   */
  public static Row row(String label, String... worst) {
    return trained(label, label, worst);
  }

  /**
   * The same with weights of a name.
   *
   * @param weights what the weight hashes of its seeds begin with
   */
  public static Row trained(String label, String weights, String... worst) {
    List<SeedResult> seeds = new ArrayList<>();
    for (int seed = 0; seed < worst.length; seed++) {
      seeds.add(
          new SeedResult(
              seed,
              weights + "-" + seed,
              "1".repeat(worst[seed].length()),
              new TreeMap<>(Map.of("pgd", worst[seed])),
              worst[seed],
              null,
              Map.of(),
              null));
    }
    return row(label, seeds);
  }

  /** A row of seeds' results. */
  public static Row row(String label, List<SeedResult> seeds) {
    Rate rate = new Rate(0.5, 0, 1, null);
    boolean complete = seeds.stream().allMatch(seed -> seed.worst() != null);
    return new Row(
        label,
        label,
        "mlp",
        Map.of(),
        seeds.stream().map(SeedResult::seed).toList(),
        complete ? "complete" : seeds.get(0).clean() == null ? "incomplete" : "failed",
        rate,
        seeds.get(0).attacks().isEmpty() ? Map.of() : Map.of("pgd", rate),
        complete ? rate : null,
        null,
        null,
        new Leaderboard.Passes(40, 40),
        List.of(),
        seeds,
        Map.of());
  }

  /** The row with remarks. */
  public static Row flagged(Row row, Leaderboard.Flag... flags) {
    return row.withFlags(List.of(flags));
  }
}
