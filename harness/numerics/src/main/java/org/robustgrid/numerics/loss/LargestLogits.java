package org.robustgrid.numerics.loss;

import java.util.Arrays;

/** Finds the classes of a sample's largest logits; reused, so that no row allocates. */
final class LargestLogits {

  private final int[] order;

  LargestLogits(int count) {
    this.order = new int[count];
  }

  /**
   * The classes of the largest logits, largest first; of equal ones the earlier class first.
   *
   * @return overwritten by the next call; with NaN logits some order
   */
  int[] find(double[] logits) {
    Arrays.fill(order, -1);
    for (int i = 0; i < logits.length; i++) {
      int place = order.length;
      while (place > 0 && (order[place - 1] < 0 || logits[i] > logits[order[place - 1]])) {
        place--;
      }
      if (place < order.length) {
        System.arraycopy(order, place, order, place + 1, order.length - place - 1);
        order[place] = i;
      }
    }
    return order;
  }
}
