package org.robustgrid.bench.speed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Measures ratios so that other load of the machine affects both sides equally: every work runs
 * once a round, back and forth, and a ratio is taken within the round.
 */
final class Interleaving {

  private Interleaving() {}

  /**
   * Measures.
   *
   * @param ratios a work is known by its {@link Work#what}
   * @param rounds at least 1
   */
  static List<RatioFigure> measure(List<Ratio> ratios, int rounds) {
    Set<Work> distinct = new LinkedHashSet<>();
    for (Ratio ratio : ratios) {
      distinct.add(ratio.of());
      distinct.add(ratio.against());
    }
    List<Work> works = new ArrayList<>(distinct);
    works.forEach(Stopwatch::warmUp);
    double[][] figures = new double[ratios.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      Map<String, Double> seconds = new TreeMap<>();
      works.forEach(work -> seconds.put(work.what(), Stopwatch.seconds(work)));
      for (int i = 0; i < figures.length; i++) {
        Ratio ratio = ratios.get(i);
        figures[i][round] =
            ratio.times() * seconds.get(ratio.against().what()) / seconds.get(ratio.of().what());
      }
      Collections.reverse(works);
    }
    List<RatioFigure> result = new ArrayList<>();
    for (int i = 0; i < figures.length; i++) {
      Ratio ratio = ratios.get(i);
      result.add(RatioFigure.of(ratio.name(), ratio.of().batch(), figures[i]));
    }
    return result;
  }
}
