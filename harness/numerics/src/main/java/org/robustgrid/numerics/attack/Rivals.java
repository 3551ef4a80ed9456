package org.robustgrid.numerics.attack;

import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.robustgrid.numerics.loss.LogitGap;

/**
 * The classes whose boundaries a {@link BoundarySearch} looks for: of each row, those of the
 * largest logits beside its label, in the classes' order. It remembers which of them never had a
 * gradient that could be followed.
 */
final class Rivals {

  private final int[] labels;

  /** [rivals][rows]. */
  private final int[][] classes;

  private final BitSet usable = new BitSet();
  private final BitSet leftOut = new BitSet();

  /**
   * The rivals of a batch.
   *
   * @param labels each row's class
   * @param logits [rows · count], at the images
   * @param count of classes
   * @param most rivals of a row; 0 for all
   */
  Rivals(int[] labels, double[] logits, int count, int most) {
    this.labels = labels;
    this.classes = new int[most == 0 ? count - 1 : Math.min(most, count - 1)][labels.length];
    for (int row = 0; row < labels.length; row++) {
      int label = labels[row];
      int offset = row * count;
      int[] chosen =
          IntStream.range(0, count)
              .filter(c -> c != label)
              .boxed()
              .sorted(Comparator.comparingDouble(c -> -logits[offset + c]))
              .limit(classes.length)
              .mapToInt(Integer::intValue)
              .sorted()
              .toArray();
      for (int rival = 0; rival < chosen.length; rival++) {
        classes[rival][row] = chosen[rival];
      }
    }
  }

  /** One rival for each row. */
  Rivals(int[] labels, int[] rivals) {
    this.labels = labels;
    this.classes = new int[][] {rivals};
  }

  int count() {
    return classes.length;
  }

  /** The loss that is 0 at the boundary between each row's label and one of its rivals. */
  LogitGap gap(int rival) {
    return new LogitGap(labels, classes[rival]);
  }

  /** Remembers whether a rival's boundary could be linearised in a step. */
  void note(int row, int rival, boolean linearised) {
    (linearised ? usable : leftOut).set(row * classes.length + rival);
  }

  /** Whether one of a row's rivals was left out whenever it was looked at. */
  boolean everLeftOut(int row) {
    return IntStream.range(row * classes.length, (row + 1) * classes.length)
        .anyMatch(i -> leftOut.get(i) && !usable.get(i));
  }
}
