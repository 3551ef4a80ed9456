package org.robustgrid.attacks.decision;

import java.util.ArrayDeque;
import java.util.Deque;

/** The fraction of hits among the most recent trials. */
final class RecentShare {

  private final int length;
  private final Deque<Boolean> trials = new ArrayDeque<>();
  private int hits;

  RecentShare(int length) {
    this.length = length;
  }

  void add(boolean hit) {
    if (trials.size() == length) {
      hits -= trials.removeFirst() ? 1 : 0;
    }
    trials.addLast(hit);
    hits += hit ? 1 : 0;
  }

  /** The fraction; NaN until there are enough trials. */
  double value() {
    return trials.size() == length ? (double) hits / length : Double.NaN;
  }

  void clear() {
    trials.clear();
    hits = 0;
  }
}
