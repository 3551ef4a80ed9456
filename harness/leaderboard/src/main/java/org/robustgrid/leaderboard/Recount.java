package org.robustgrid.leaderboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.robustgrid.leaderboard.Leaderboard.Cell;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Leaderboard.Passes;
import org.robustgrid.leaderboard.Leaderboard.Rank;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.statistics.Bits;

/**
 * Draws every figure of a leaderboard from a file again that its outcome bits, cells and evidence
 * determine, and refuses a file that says otherwise: rates with intervals and spreads, worst cases,
 * certified accuracy, numbers of samples, passes, ranks, and the flags of checks.
 */
final class Recount {

  /** Square roots and quantiles may differ in the last bits from one machine to another. */
  private static final double ROUNDING = 1e-9;

  private final Leaderboard leaderboard;
  private final Signs signs;

  private Recount(Leaderboard leaderboard) {
    this.leaderboard = leaderboard;
    this.signs = new Signs(leaderboard);
  }

  /**
   * Checks a leaderboard whose outcome bits pair.
   *
   * @throws IllegalArgumentException naming the figure, what it says and what is right
   */
  static void check(Leaderboard leaderboard) {
    Recount recount = new Recount(leaderboard);
    int most = leaderboard.boards().stream().mapToInt(Board::samples).max().orElse(0);
    same("the leaderboard", "samples", leaderboard.samples(), most, "its boards");
    leaderboard.boards().forEach(recount::board);
  }

  private void board(Board board) {
    String name = "board " + board.dataset() + " " + board.threatModel().words();
    same(name, "samples", board.samples(), leaderboard.testSet(board).size(), "its sampleIds");
    Map<String, Row> measured = new TreeMap<>();
    BoardDistances.of(board.rows(), board.threatModel(), board.samples())
        .forEach(row -> measured.put(row.label(), row));
    Map<String, Row> ranked = new TreeMap<>();
    RankIntervals.of(board.rows()).forEach(row -> ranked.put(row.label(), row));
    for (Row row : board.rows()) {
      String where = name + ", row " + row.label();
      row.perSeed().forEach(seed -> seed(where + ", seed " + seed.seed(), seed));
      row(where, board, row);
      ranks(where, row, ranked.get(row.label()));
      DistanceRecount.check(where, board, row, measured.get(row.label()));
      flags(where, board, row);
    }
  }

  private static void seed(String where, SeedResult seed) {
    Map<String, Bits> attacks = seed.attacks() == null ? Map.of() : seed.attacks();
    attacks.forEach(
        (attack, bits) -> {
          if (seed.clean() == null || bits.andNot(seed.clean()).count() > 0) {
            throw contradiction(
                where, "outcome bits of " + attack, "some right", "wrong", "its clean ones");
          }
        });
    for (String column : Rates.columnNames(List.of(seed))) {
      if (seed.clean() == null || seed.column(column).andNot(seed.clean()).count() > 0) {
        throw contradiction(
            where, "outcome bits of " + column, "some right", "wrong", "its clean ones");
      }
    }
    attacks.forEach((attack, bits) -> brokenWithin(where, seed, attack, bits));
    claims(where, seed);
    if (seed.worst() != null) {
      if (attacks.isEmpty()) {
        throw contradiction(where, "worst case", "present", "none", "that no attack has results");
      }
      same(
          where,
          "worst case",
          seed.worst(),
          Rates.worst(seed.clean(), List.copyOf(attacks.values())),
          "its attacks' bits");
    }
  }

  /** A sample that is broken without claims is also broken with them. */
  private static void claims(String where, SeedResult seed) {
    lowered(where, seed, Column.CLAIMS, seed.worst(), "the worst case, which claims lower");
    for (String column : Rates.columnNames(List.of(seed))) {
      Column.protocolOfClaims(column)
          .ifPresent(
              protocol -> {
                lowered(where, seed, column, seed.column(protocol), protocol + " without claims");
                lowered(where, seed, column, seed.column(Column.CLAIMS), "claims judged once");
              });
    }
  }

  private static void lowered(
      String where, SeedResult seed, String column, Bits without, String what) {
    Bits bits = seed.column(column);
    if (bits != null && (without == null || bits.andNot(without).count() > 0)) {
      throw contradiction(where, "outcome bits of " + column, "some right", "wrong", what);
    }
  }

  /** The passes of single samples are not in the file; what they add up to is. */
  private static void brokenWithin(String where, SeedResult seed, String attack, Bits bits) {
    Cell cell = seed.cells() == null ? null : seed.cells().get(attack);
    if (cell == null || cell.brokenWithin() == null) {
      return;
    }
    int last = 0;
    for (int count : cell.brokenWithin().values()) {
      if (count < last) {
        throw contradiction(
            where,
            "number of samples broken by " + attack,
            Integer.toString(count),
            "no less than " + last,
            "the number within fewer passes");
      }
      last = count;
    }
    int broken = seed.clean().first(bits.length()).andNot(bits).count();
    same(where, "number of samples broken by " + attack, last, broken, "its outcome bits");
  }

  private static void row(String where, Board board, Row row) {
    List<SeedResult> seeds = row.perSeed();
    if (seeds.isEmpty()) {
      same(where, "status", row.status(), State.FAILED, "the absence of seeds");
      return;
    }
    same(where, "seeds", row.seeds(), seeds.stream().map(SeedResult::seed).toList(), "perSeed");
    int samples = board.samples();
    rate(where, "clean", row.clean(), Rates.of(Rates.bits(seeds, Measure.CLEAN), samples));
    rate(where, "worst", row.worst(), Rates.of(Rates.bits(seeds, Measure.WORST), samples));
    TreeSet<String> attacks = new TreeSet<>(row.attacks().keySet());
    seeds.forEach(
        seed -> attacks.addAll(seed.attacks() == null ? List.of() : seed.attacks().keySet()));
    for (String attack : attacks) {
      rate(
          where,
          attack,
          row.attacks().get(attack),
          Rates.of(Rates.bits(seeds, Measure.attack(attack)), samples));
    }
    certified(where, row, seeds);
    columns(where, row, seeds, samples);
    passes(where, row, seeds);
  }

  private static void columns(String where, Row row, List<SeedResult> seeds, int samples) {
    Map<String, Rate> stated = row.columns() == null ? Map.of() : row.columns();
    Map<String, Rate> counted = Rates.columns(seeds, samples);
    TreeSet<String> names = new TreeSet<>(stated.keySet());
    names.addAll(counted.keySet());
    for (String name : names) {
      rate(where, name, stated.get(name), Optional.ofNullable(counted.get(name)));
    }
  }

  private static void certified(String where, Row row, List<SeedResult> seeds) {
    Map<String, Rate> rates = row.certified() == null ? Map.of() : row.certified();
    TreeSet<String> radii = new TreeSet<>(rates.keySet());
    seeds.forEach(s -> radii.addAll(s.certified() == null ? List.of() : s.certified().keySet()));
    for (String radius : radii) {
      List<Bits> bits = Rates.bits(seeds, Measure.certified(radius));
      rate(where, "certified at " + radius, rates.get(radius), Rates.certified(bits));
      if (rates.containsKey(radius)) {
        same(
            where,
            "certifiedSamples",
            row.certifiedSamples(),
            bits.get(0).length(),
            "its certified bits");
      }
    }
  }

  private static void passes(String where, Row row, List<SeedResult> seeds) {
    if (row.passes() == null) {
      return;
    }
    double forward = 0;
    double backward = 0;
    for (SeedResult seed : seeds) {
      for (Cell cell : seed.cells() == null ? List.<Cell>of() : seed.cells().values()) {
        Passes of = cell.passes() == null ? new Passes(0, 0) : cell.passes();
        forward += of.forward() / seeds.size();
        backward += of.backward() / seeds.size();
      }
    }
    close(where, "forward passes", row.passes().forward(), forward, "its cells");
    close(where, "backward passes", row.passes().backward(), backward, "its cells");
  }

  private static void rate(String where, String column, Rate stated, Optional<Rate> counted) {
    if (stated == null || counted.isEmpty()) {
      if (stated != null || counted.isPresent()) {
        throw contradiction(
            where, "rate " + column, word(stated), word(counted.orElse(null)), "its outcome bits");
      }
      return;
    }
    Rate right = counted.get();
    String bits = "its outcome bits";
    close(where, "rate " + column, stated.rate(), right.rate(), bits);
    close(where, "low end of " + column, stated.low(), right.low(), bits);
    close(where, "high end of " + column, stated.high(), right.high(), bits);
    same(where, "samples of " + column, stated.samples(), right.samples(), bits);
    if (stated.spread() == null || right.spread() == null) {
      same(where, "spread of " + column, stated.spread(), right.spread(), bits);
    } else {
      close(where, "spread of " + column, stated.spread(), right.spread(), bits);
    }
  }

  private static void ranks(String where, Row stated, Row ranked) {
    Map<String, Rank> right = ranks(ranked);
    ranks(stated)
        .forEach(
            (column, rank) ->
                // a row that was given no ranks says nothing that could be wrong
                same(where, "rank by " + column, rank, right.get(column), "all rows' bits"));
  }

  private static Map<String, Rank> ranks(Row row) {
    Map<String, Rank> ranks = new TreeMap<>();
    rank(ranks, "clean", row.clean());
    rank(ranks, "worst", row.worst());
    row.attacks().forEach((attack, rate) -> rank(ranks, attack, rate));
    if (row.certified() != null) {
      row.certified().forEach((radius, rate) -> rank(ranks, "certified at " + radius, rate));
    }
    return ranks;
  }

  private static void rank(Map<String, Rank> ranks, String column, Rate rate) {
    if (rate != null && rate.rank() != null) {
      ranks.put(column, rate.rank());
    }
  }

  private void flags(String where, Board board, Row row) {
    List<Flag> stated = row.flags().stream().filter(Signs::isOfCheck).toList();
    List<Flag> right = signs.flags(board, row);
    List<String> names = names(stated);
    List<String> found = names(right);
    if (!names.equals(found)) {
      throw contradiction(
          where, "flags of checks", names.toString(), found.toString(), "its bits and evidence");
    }
  }

  /** Kind, attack and evidence; the words may be another version's. */
  private static List<String> names(List<Flag> flags) {
    List<String> names = new ArrayList<>();
    for (Flag flag : flags) {
      FlagEvidence evidence = flag.evidence();
      names.add(
          flag.kind()
              + (flag.attack().isEmpty() ? "" : " of " + flag.attack())
              + (evidence == null
                  ? ""
                  : " on " + evidence.samples().size() + " of " + evidence.asked()));
    }
    return names.stream().sorted().toList();
  }

  private static String word(Rate rate) {
    return rate == null ? "missing" : Double.toString(rate.rate());
  }

  static void close(String where, String what, double stated, double right, String by) {
    if (!(Math.abs(stated - right) <= ROUNDING * Math.max(1, Math.abs(right)))) {
      throw contradiction(where, what, Double.toString(stated), Double.toString(right), by);
    }
  }

  static void same(String where, String what, Object stated, Object right, String by) {
    if (!Objects.equals(stated, right)) {
      throw contradiction(where, what, String.valueOf(stated), String.valueOf(right), by);
    }
  }

  static IllegalArgumentException contradiction(
      String where, String what, String stated, String right, String by) {
    return new IllegalArgumentException(
        where
            + ": the "
            + what
            + " is stated as "
            + brief(stated)
            + ", but is "
            + brief(right)
            + " by "
            + by
            + "; the file was changed after it was written, or by a version that counted otherwise."
            + " Write it again from its run ('robustgrid report RUN'), or take an unchanged copy");
  }

  private static String brief(String text) {
    return text.length() > 120 ? text.substring(0, 120) + "…" : text;
  }
}
