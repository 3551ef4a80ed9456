package org.robustgrid.run.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.run.plan.PlannedDataset;
import org.robustgrid.run.plan.PlannedThreatModel;

/**
 * The test samples of a board: all except those whose only given target is their own class. These
 * are not attacked and not counted.
 */
final class BoardSamples {

  private final List<Integer> ids;
  private final boolean all;

  BoardSamples(PlannedDataset dataset, PlannedThreatModel threat) {
    this.ids =
        IntStream.range(0, dataset.samples())
            .filter(i -> threat.concerns(dataset.labels().get(i)))
            .boxed()
            .toList();
    this.all = ids.size() == dataset.samples();
  }

  /** Indices of the samples among the test samples, ascending. */
  List<Integer> ids() {
    return ids;
  }

  int count() {
    return ids.size();
  }

  /** Whether no sample is left out. */
  boolean all() {
    return all;
  }

  /** How many of the first test samples are the board's. */
  int ofFirst(int samples) {
    return all ? samples : (int) ids.stream().filter(id -> id < samples).count();
  }

  /** Outcome bits of the first test samples, less those of samples that are left out. */
  Bits of(Bits bits) {
    return all ? bits : Bits.of(ofFirst(bits.length()), i -> bits.get(ids.get(i)));
  }

  /** The same of values. */
  <T> List<T> of(List<T> values) {
    if (all) {
      return values;
    }
    List<T> some = new ArrayList<>();
    ids.stream().filter(id -> id < values.size()).forEach(id -> some.add(values.get(id)));
    return some;
  }
}
