package org.robustgrid.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.CheckEvidence;
import org.robustgrid.leaderboard.Checks;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Cell;
import org.robustgrid.leaderboard.Leaderboard.Passes;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.LeaderboardJson;
import org.robustgrid.leaderboard.Provenance;
import org.robustgrid.leaderboard.Provenance.AttackSetting;
import org.robustgrid.leaderboard.Provenance.CheckSetting;
import org.robustgrid.leaderboard.RankIntervals;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.State;
import org.robustgrid.leaderboard.TestSet;
import org.robustgrid.leaderboard.ThreatModelEntry;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.leaderboard.statistics.Interval;
import org.robustgrid.leaderboard.statistics.Intervals;

/**
 * A leaderboard of two rows over two hundred samples, whose figures are those of its bits.
 *
 * @param robust how many samples survive {@code pgd}, of either row
 * @param weights what weight hashes begin with
 * @param steps of the attack
 * @param checks that were made; each found nothing
 * @param processor that computed it
 */
record SmallBoard(int robust, String weights, int steps, List<String> checks, String processor) {

  static final SmallBoard BASELINE =
      new SmallBoard(150, "w", 50, List.of("zero-gradient"), "Fast CPU");

  private static final int SAMPLES = 200;

  SmallBoard robust(int value) {
    return new SmallBoard(value, weights, steps, checks, processor);
  }

  SmallBoard weights(String value) {
    return new SmallBoard(robust, value, steps, checks, processor);
  }

  SmallBoard steps(int value) {
    return new SmallBoard(robust, weights, value, checks, processor);
  }

  SmallBoard checks(List<String> value) {
    return new SmallBoard(robust, weights, steps, value, processor);
  }

  SmallBoard processor(String value) {
    return new SmallBoard(robust, weights, steps, checks, value);
  }

  String json() {
    List<Integer> ids = IntStream.range(0, SAMPLES).boxed().toList();
    Board board =
        new Board(
            "digits",
            SAMPLES,
            new ThreatModelEntry("linf", 0.1),
            RankIntervals.of(List.of(row("standard"), row("trades"))));
    Provenance provenance =
        new Provenance(
            Map.of("processor", processor),
            Map.of("attack pgd", Map.of("version", "1", "hash", "jar")),
            Map.of("digits", "d1"),
            Map.of("nativeLibrary", "onednn"),
            Map.of(
                "pgd",
                new AttackSetting(
                    "pgd", Map.of("steps", steps), "GRADIENTS", List.of("linf"), null, null)),
            new CheckSetting(checks, 30, null, null),
            null,
            Map.of(),
            List.of());
    return LeaderboardJson.write(
        new Leaderboard(
            Leaderboard.FORMAT,
            "small",
            "digits",
            SAMPLES,
            List.of(new TestSet("digits", ids, ids.stream().map(i -> i % 10).toList())),
            List.of(board),
            provenance,
            Map.of()));
  }

  private Row row(String label) {
    Bits clean = Bits.of(SAMPLES, i -> true);
    Bits bits = Bits.of(SAMPLES, i -> i < robust);
    Passes passes = new Passes(steps, steps);
    SeedResult seed =
        SeedResult.builder(0, weights + " of " + label)
            .clean(clean)
            .attacks(new TreeMap<>(Map.of("pgd", bits)))
            .worst(bits)
            .cells(Map.of("pgd", new Cell("key", State.COMPLETE, null, passes, null)))
            .checks(
                new Checks(
                    "key",
                    State.COMPLETE,
                    null,
                    checks.stream()
                        .map(check -> new CheckEvidence(check, "zero", null, 30, List.of(), null))
                        .toList()))
            .build();
    return Row.builder(label, label)
        .architecture("mlp")
        .seeds(List.of(0L))
        .clean(rate(SAMPLES))
        .attacks(Map.of("pgd", rate(robust)))
        .worst(rate(robust))
        .passes(passes)
        .perSeed(List.of(seed))
        .build();
  }

  private static Rate rate(int right) {
    Interval interval = Intervals.wilson(right, SAMPLES, Intervals.CONFIDENCE);
    return new Rate(right / (double) SAMPLES, interval, null);
  }
}
