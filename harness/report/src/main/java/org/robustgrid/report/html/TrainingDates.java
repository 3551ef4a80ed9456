package org.robustgrid.report.html;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.robustgrid.leaderboard.Leaderboard;

/** When rows were trained, as far as the timings say. */
final class TrainingDates {

  private static final String INSTANT = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z";

  private TrainingDates() {}

  /**
   * When a row's trainings ended: {@code 2026-11-27 10:31:05 UTC}, from the first seed to the last,
   * by data set where there are several; null where it is not known of any.
   *
   * @param rows of one label
   */
  static String of(Leaderboard leaderboard, List<BoardRow> rows) {
    Map<String, String> byDataset = new LinkedHashMap<>();
    for (BoardRow at : rows) {
      String dataset = at.board().dataset();
      SortedSet<String> dates = new TreeSet<>();
      for (long seed : at.row().seeds()) {
        Object date = date(leaderboard, dataset + "/" + at.row().label() + "/" + seed);
        if (date instanceof String text && text.matches(INSTANT)) {
          dates.add(text.replace('T', ' ').replace("Z", " UTC"));
        }
      }
      if (!dates.isEmpty()) {
        byDataset.put(dataset, range(dates));
      }
    }
    if (byDataset.isEmpty()) {
      return null;
    }
    return byDataset.size() == 1
            && rows.stream().map(at -> at.board().dataset()).distinct().count() == 1
        ? byDataset.values().iterator().next()
        : byDataset.entrySet().stream()
            .map(of -> of.getKey() + ": " + of.getValue())
            .collect(Collectors.joining("; "));
  }

  private static Object date(Leaderboard leaderboard, String model) {
    return leaderboard.timing().get("trainingEnded") instanceof Map<?, ?> byModel
        ? byModel.get(model)
        : null;
  }

  private static String range(SortedSet<String> dates) {
    return dates.size() == 1 ? dates.first() : dates.first() + " to " + dates.last();
  }
}
