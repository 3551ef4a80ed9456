package org.robustgrid.leaderboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.robustgrid.leaderboard.Leaderboard.Cell;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Provenance.AttackSetting;
import org.robustgrid.leaderboard.Provenance.CheckSetting;
import org.robustgrid.leaderboard.statistics.Bits;

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
        Stream.of(boards).limit(1).map(Boards::testSet).toList(),
        List.of(boards),
        new Provenance(
            Map.of(),
            Map.of(),
            Map.of("digits", "d1"),
            Map.of(),
            Map.of("fgsm", attack("fgsm", Map.of()), "pgd", attack("pgd", Map.of("steps", 50))),
            CheckSetting.NONE,
            null,
            Map.of(),
            List.of()),
        Map.of("totalEvaluationSeconds", 10.0, "totalTrainingSeconds", 100.0));
  }

  /** An attack's setting under any norm. */
  public static AttackSetting attack(String id, Map<String, Object> parameters) {
    String ascent = id.equals("fgsm") ? AttackSetting.SINGLE_STEP : AttackSetting.ITERATED;
    return new AttackSetting(id, parameters, "GRADIENTS", List.of("l2", "linf"), null, ascent);
  }

  /** A board over as many samples as its first row has outcomes of. */
  public static Board board(String norm, double epsilon, Row... rows) {
    boolean empty = rows.length == 0 || rows[0].perSeed().get(0).clean() == null;
    int samples = empty ? 0 : rows[0].perSeed().get(0).clean().length();
    return new Board(
        "digits", samples, new ThreatModelEntry(norm, epsilon), RankIntervals.of(List.of(rows)));
  }

  /** The samples 100, 101, … of a board, whose classes are their last digits. */
  public static TestSet testSet(Board board) {
    List<Integer> ids = IntStream.range(0, board.samples()).map(i -> 100 + i).boxed().toList();
    return new TestSet(board.dataset(), ids, ids.stream().map(i -> i % 10).toList());
  }

  /** A board of any threat model, its rows as they are. */
  public static Board board(ThreatModelEntry threat, int samples, List<Row> rows) {
    return new Board("digits", samples, threat, rows);
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
          SeedResult.builder(seed, weights + "-" + seed)
              .clean(Bits.of(worst[seed].length(), i -> true))
              .attacks(new TreeMap<>(Map.of("pgd", Bits.of(worst[seed]))))
              .worst(Bits.of(worst[seed]))
              .cells(
                  Map.of(
                      "pgd",
                      new Cell("key", State.COMPLETE, null, new Leaderboard.Passes(40, 40), null)))
              .build());
    }
    return row(label, seeds);
  }

  /** A row of seeds' results. */
  public static Row row(String label, List<SeedResult> seeds) {
    boolean complete = seeds.stream().allMatch(seed -> seed.worst() != null);
    int samples =
        seeds.stream()
            .map(SeedResult::clean)
            .filter(bits -> bits != null)
            .mapToInt(Bits::length)
            .max()
            .orElse(0);
    Map<String, Rate> attacks = new TreeMap<>();
    seeds
        .get(0)
        .attacks()
        .keySet()
        .forEach(
            attack ->
                Rates.of(Rates.bits(seeds, Measure.attack(attack)), samples)
                    .ifPresent(rate -> attacks.put(attack, rate)));
    return Row.builder(label, label)
        .architecture("mlp")
        .seeds(seeds.stream().map(SeedResult::seed).toList())
        .status(
            complete
                ? State.COMPLETE
                : seeds.get(0).clean() == null ? State.INCOMPLETE : State.FAILED)
        .clean(Rates.of(Rates.bits(seeds, Measure.CLEAN), samples).orElse(null))
        .attacks(attacks)
        .worst(Rates.of(Rates.bits(seeds, Measure.WORST), samples).orElse(null))
        .passes(
            seeds.stream().allMatch(seed -> seed.cells().isEmpty())
                ? null
                : new Leaderboard.Passes(40, 40))
        .perSeed(seeds)
        .build();
  }

  /** The row with remarks. */
  public static Row flagged(Row row, Leaderboard.Flag... flags) {
    return row.withFlags(List.of(flags));
  }

  /** The row, every seed of it with what checks found. */
  public static Row checked(Row row, CheckEvidence... evidence) {
    Checks checks = new Checks("key", State.COMPLETE, null, List.of(evidence));
    return row.ofSeeds(
        row.perSeed().stream()
            .map(
                seed ->
                    SeedResult.builder(seed.seed(), seed.weightHash())
                        .clean(seed.clean())
                        .attacks(seed.attacks())
                        .worst(seed.worst())
                        .certified(seed.certified())
                        .cells(seed.cells())
                        .certification(seed.certification())
                        .checks(checks)
                        .build())
            .toList());
  }

  /** A check that found the first so many of those asked to speak against the evaluation. */
  public static CheckEvidence evidence(String check, String subject, int found, int asked) {
    return new CheckEvidence(
        check,
        subject,
        0.5,
        asked,
        IntStream.range(0, found).boxed().toList(),
        null,
        null,
        null,
        null,
        0.01,
        null,
        null,
        null,
        found + " of " + asked + " samples are suspicious");
  }

  /** The leaderboard, its rows flagged by what checks found, as a run's is. */
  public static Leaderboard flagged(Leaderboard leaderboard) {
    Signs signs = new Signs(leaderboard);
    List<Board> boards = new ArrayList<>();
    for (Board board : leaderboard.boards()) {
      List<Row> rows = new ArrayList<>();
      board.rows().forEach(row -> rows.add(row.withFlags(signs.flags(board, row))));
      boards.add(board.withRows(rows));
    }
    return leaderboard.withBoards(boards);
  }

  /** The leaderboard with another provenance. */
  public static Leaderboard with(Leaderboard leaderboard, Provenance provenance) {
    return leaderboard.withProvenance(provenance);
  }
}
