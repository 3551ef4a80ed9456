package org.robustgrid.leaderboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.robustgrid.leaderboard.Leaderboard.Rank;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.statistics.Holm;
import org.robustgrid.leaderboard.statistics.Outcomes;
import org.robustgrid.leaderboard.statistics.PairedComparison;
import org.robustgrid.leaderboard.statistics.PairedTest;

/**
 * Rank intervals from paired tests (Mohamad, Goeman and van Zwet 2022): in each column every pair
 * of rows is tested on its common samples, with Holm's correction over the pairs. A row ranks from
 * one more than the number of significantly better rows to the number of rows less the
 * significantly worse ones. Rows without a significant difference are not tied: a third row may
 * differ from only one of them.
 *
 * <p>Rows of a minimum-distance board are compared by sign tests of their distances.
 */
public final class RankIntervals {

  private RankIntervals() {}

  /** The same rows, each of their rates with its rank. */
  public static List<Row> of(List<Row> rows) {
    Map<String, Rank> worst = ranks(rows, Measure.WORST);
    Map<String, Rank> clean = ranks(rows, Measure.CLEAN);
    Map<String, Map<String, Rank>> attacks = new TreeMap<>();
    labels(rows.stream().map(Row::attacks))
        .forEach(attack -> attacks.put(attack, ranks(rows, Measure.attack(attack))));
    Map<String, Map<String, Rank>> certified = new TreeMap<>();
    labels(rows.stream().map(Row::certified).filter(rates -> rates != null))
        .forEach(radius -> certified.put(radius, ranks(rows, Measure.certified(radius))));
    List<Row> ranked = new ArrayList<>();
    for (Row row : rows) {
      ranked.add(
          row.toBuilder()
              .clean(rate(row, row.clean(), clean))
              .attacks(rates(row, row.attacks(), attacks))
              .worst(rate(row, row.worst(), worst))
              .certified(row.certified() == null ? null : rates(row, row.certified(), certified))
              .build());
    }
    return ranked;
  }

  /**
   * The ranks by worst case among the rows whose evaluation is reliable, by label: an upper bound
   * that may be far from the truth takes nobody's place. Tests and correction are those of all
   * rows.
   */
  public static Map<String, Rank> ofReliable(List<Row> rows) {
    Map<String, Rank> ranks = new TreeMap<>();
    List<Row> measured = rows.stream().filter(row -> row.worst() != null).toList();
    boolean drawnUp = measured.stream().allMatch(row -> row.worst().rank() != null);
    if (drawnUp && measured.stream().noneMatch(Row::unreliable)) {
      measured.forEach(row -> ranks.put(row.label(), row.worst().rank()));
      return ranks;
    }
    return ranks(measured, Measure.WORST, row -> !row.unreliable());
  }

  private static TreeSet<String> labels(Stream<Map<String, Rate>> rates) {
    TreeSet<String> labels = new TreeSet<>();
    rates.forEach(map -> labels.addAll(map.keySet()));
    return labels;
  }

  private static Rate rate(Row row, Rate rate, Map<String, Rank> ranks) {
    return rate == null ? null : rate.ranked(ranks.get(row.label()));
  }

  private static Map<String, Rate> rates(
      Row row, Map<String, Rate> rates, Map<String, Map<String, Rank>> ranks) {
    Map<String, Rate> ranked = new TreeMap<>();
    rates.forEach((label, rate) -> ranked.put(label, rate(row, rate, ranks.get(label))));
    return ranked;
  }

  static Map<String, Rank> ranks(List<Row> rows, Measure measure) {
    return ranks(rows, measure, row -> true);
  }

  /**
   * Ranks among some rows, by the pairs that these make.
   *
   * @param rows whose pairs are tested and corrected together
   */
  private static Map<String, Rank> ranks(List<Row> rows, Measure measure, Predicate<Row> isRanked) {
    List<Row> compared = new ArrayList<>();
    List<Outcomes> outcomes = new ArrayList<>();
    for (Row row : rows) {
      measure
          .of(row)
          .ifPresent(
              of -> {
                compared.add(row);
                outcomes.add(of);
              });
    }
    List<PairedTest> tests = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      for (int j = i + 1; j < outcomes.size(); j++) {
        Optional<PairedDistances.Pair> distances =
            PairedDistances.pair(compared.get(i), compared.get(j), measure);
        tests.add(
            distances.isPresent()
                ? PairedTest.of(distances.get().first(), distances.get().second())
                : PairedTest.of(outcomes.get(i), outcomes.get(j)));
      }
    }
    List<Double> adjusted = Holm.adjust(tests.stream().map(PairedTest::p).toList());
    boolean[] ranked = new boolean[compared.size()];
    int among = 0;
    for (int i = 0; i < ranked.length; i++) {
      ranked[i] = isRanked.test(compared.get(i));
      among += ranked[i] ? 1 : 0;
    }
    int[] better = new int[ranked.length];
    int[] worse = new int[ranked.length];
    int pair = 0;
    for (int i = 0; i < ranked.length; i++) {
      for (int j = i + 1; j < ranked.length; j++, pair++) {
        double difference = tests.get(pair).difference();
        if (ranked[i]
            && ranked[j]
            && adjusted.get(pair) <= PairedComparison.LEVEL
            && difference != 0) {
          better[difference > 0 ? j : i]++;
          worse[difference > 0 ? i : j]++;
        }
      }
    }
    Map<String, Rank> ranks = new TreeMap<>();
    for (int i = 0; i < ranked.length; i++) {
      if (ranked[i]) {
        ranks.put(compared.get(i).label(), new Rank(1 + better[i], among - worse[i]));
      }
    }
    return ranks;
  }
}
