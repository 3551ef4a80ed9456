package org.robustgrid.leaderboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.robustgrid.leaderboard.Leaderboard.Rank;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Leaderboard.Row;

/**
 * Ranks rows as far as the evidence goes (Mohamad, Goeman and van Zwet 2022): in each column every
 * pair is tested on the samples both have, with Holm's correction over the pairs, and a row ranks
 * from just behind those that are better beyond chance to just before those that are worse. That
 * two rows cannot be told apart makes no tie: a third may be told from one of them only.
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
          new Row(
              row.label(),
              row.defense(),
              row.architecture(),
              row.parameters(),
              row.seeds(),
              row.draws(),
              row.judgements(),
              row.status(),
              rate(row, row.clean(), clean),
              rates(row, row.attacks(), attacks),
              rate(row, row.worst(), worst),
              row.certified() == null ? null : rates(row, row.certified(), certified),
              row.certifiedSamples(),
              row.passes(),
              row.flags(),
              row.perSeed(),
              row.figures(),
              row.regions()));
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
    List<String> reliable =
        measured.stream().filter(row -> !row.unreliable()).map(Row::label).toList();
    return ranks(reliable, RowPair.all(measured, Measure.WORST));
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

  private static Map<String, Rank> ranks(List<Row> rows, Measure measure) {
    List<String> labels =
        rows.stream().filter(row -> measure.of(row).isPresent()).map(Row::label).toList();
    return ranks(labels, RowPair.all(rows, measure));
  }

  /** Ranks among some rows, by the pairs that these make. */
  private static Map<String, Rank> ranks(List<String> labels, List<RowPair> all) {
    List<RowPair> pairs =
        all.stream()
            .filter(pair -> labels.contains(pair.first()) && labels.contains(pair.second()))
            .toList();
    Map<String, Rank> ranks = new TreeMap<>();
    for (String label : labels) {
      int better = 0;
      int worse = 0;
      for (RowPair pair : pairs) {
        boolean first = pair.first().equals(label);
        if (first || pair.second().equals(label)) {
          better += (first ? pair.secondBetter() : pair.firstBetter()) ? 1 : 0;
          worse += (first ? pair.firstBetter() : pair.secondBetter()) ? 1 : 0;
        }
      }
      ranks.put(label, new Rank(1 + better, labels.size() - worse));
    }
    return ranks;
  }
}
