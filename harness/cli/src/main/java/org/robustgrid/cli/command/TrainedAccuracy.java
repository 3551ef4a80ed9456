package org.robustgrid.cli.command;

import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.robustgrid.leaderboard.statistics.Interval;
import org.robustgrid.leaderboard.statistics.Intervals;
import org.robustgrid.report.text.Numerals;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.plan.PlannedDataset;

/**
 * The accuracy of a trained model on the test samples.
 *
 * @param dataset its label
 * @param right samples that are classified right
 * @param samples at least 1
 * @param classes of the data set
 * @param mostFrequent share of the most frequent class among the samples
 */
record TrainedAccuracy(String dataset, int right, int samples, int classes, double mostFrequent) {

  static TrainedAccuracy of(PlannedDataset dataset, CleanResult clean) {
    Map<Integer, Integer> counts = new HashMap<>();
    dataset.labels().forEach(label -> counts.merge(label, 1, Integer::sum));
    int samples = clean.correct().length();
    return new TrainedAccuracy(
        dataset.label(),
        clean.correct().count(),
        samples,
        dataset.classNames().size(),
        Collections.max(counts.values()) / (double) dataset.samples());
  }

  private Interval interval() {
    return Intervals.wilson(right, samples, Intervals.CONFIDENCE);
  }

  String line() {
    return "clean accuracy "
        + Numerals.percent(right / (double) samples)
        + " ["
        + Numerals.points(interval().low())
        + ", "
        + Numerals.points(interval().high())
        + "] on the "
        + samples
        + " test samples of "
        + dataset;
  }

  /** What to say of a model that may have learnt nothing; empty for one that has. */
  Optional<String> warning() {
    double chance = Math.max(1.0 / classes, mostFrequent);
    if (interval().low() > chance) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "warning: this model is no better than chance: of %d classes, a guess is right in %s,"
                + " and the most frequent class makes up %s. Train it for more epochs, or with"
                + " another learning rate (-t epochs=N -t learning-rate=R)",
            classes,
            Numerals.percent(1.0 / classes),
            Numerals.percent(mostFrequent)));
  }
}
