package org.robustgrid.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Cell;
import org.robustgrid.leaderboard.Leaderboard.Passes;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Provenance;
import org.robustgrid.leaderboard.Provenance.AttackSetting;
import org.robustgrid.leaderboard.RankIntervals;
import org.robustgrid.leaderboard.Rates;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.State;
import org.robustgrid.leaderboard.TestSet;
import org.robustgrid.leaderboard.ThreatModelEntry;
import org.robustgrid.leaderboard.statistics.Bits;

/** Makes leaderboards of many samples, rows and attacks, the same ones every time. */
final class BigLeaderboard {

  private static final int CLASSES = 10;

  private final int samples;
  private final int rows;
  private final int attacks;

  BigLeaderboard(int samples, int rows, int attacks) {
    this.samples = samples;
    this.rows = rows;
    this.attacks = attacks;
  }

  /**
   * A leaderboard of one data set.
   *
   * @param epsilons one L∞ board each
   */
  Leaderboard of(double... epsilons) {
    Leaderboard small = SampleLeaderboard.full();
    Provenance provenance = small.provenance();
    Map<String, AttackSetting> settings = new TreeMap<>();
    for (int a = 0; a < attacks; a++) {
      settings.put(
          attack(a),
          new AttackSetting(
              attack(a), Map.of("steps", 10), "GRADIENTS", List.of("linf"), null, null));
    }
    List<Board> boards = new ArrayList<>();
    for (double epsilon : epsilons) {
      boards.add(board(epsilon));
    }
    return new Leaderboard(
        small.format(),
        "big grid",
        small.dataset(),
        samples,
        List.of(
            new TestSet(
                "mnist-10k",
                IntStream.range(0, samples).boxed().toList(),
                IntStream.range(0, samples).map(i -> i % CLASSES).boxed().toList())),
        boards,
        new Provenance(
            provenance.harness(),
            provenance.plugins(),
            provenance.datasets(),
            provenance.profile(),
            settings,
            provenance.checks(),
            provenance.passes(),
            provenance.interval(),
            provenance.undefended()),
        small.timing());
  }

  private Board board(double epsilon) {
    List<Row> all = new ArrayList<>();
    for (int r = 0; r < rows; r++) {
      all.add(row(r, epsilon));
    }
    List<Row> ranked =
        RankIntervals.of(all).stream()
            .sorted(Comparator.comparingDouble(row -> -row.worst().rate()))
            .toList();
    return new Board("mnist-10k", samples, new ThreatModelEntry("linf", epsilon), ranked);
  }

  private static String attack(int number) {
    return "attack-" + (char) ('a' + number);
  }

  private Row row(int number, double epsilon) {
    SplittableRandom random = new SplittableRandom(number);
    double strength = 1 - 0.6 * number / rows;
    Bits clean = fewer(Bits.of(samples, i -> true), 0.9, random);
    Map<String, Bits> bits = new TreeMap<>();
    Map<String, Rate> rates = new TreeMap<>();
    Map<String, Cell> cells = new TreeMap<>();
    for (int a = 0; a < attacks; a++) {
      String name = attack(a);
      bits.put(name, fewer(clean, strength * (1 - epsilon * (a + 1) / attacks), random));
      rates.put(name, rate(bits.get(name)));
      cells.put(
          name,
          new Cell(
              "key-" + number + name,
              State.COMPLETE,
              null,
              new Passes(10 * (a + 1), 10 * (a + 1)),
              epsilon));
    }
    Bits worst = Rates.worst(clean, List.copyOf(bits.values()));
    double passes = 5.0 * attacks * (attacks + 1);
    return Row.builder("defense-" + number, number == 0 ? "standard" : "adversarial-training")
        .architecture("small-cnn")
        .parameters(Map.of("epochs", 5))
        .seeds(List.of(0L))
        .clean(rate(clean))
        .attacks(rates)
        .worst(rate(worst))
        .passes(new Passes(passes, passes))
        .perSeed(
            List.of(
                SeedResult.builder(0, "ef".repeat(32))
                    .clean(clean)
                    .attacks(bits)
                    .worst(worst)
                    .cells(cells)
                    .build()))
        .build();
  }

  private Rate rate(Bits bits) {
    return Rates.of(List.of(bits), samples).orElseThrow();
  }

  /** The same bits, of whose ones a share stays. */
  private static Bits fewer(Bits bits, double share, SplittableRandom random) {
    return bits.and(Bits.of(bits.length(), i -> random.nextDouble() < share));
  }
}
