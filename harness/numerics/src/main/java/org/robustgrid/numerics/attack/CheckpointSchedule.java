package org.robustgrid.numerics.attack;

/**
 * The iterations after which APGD reconsiders its step sizes (Croce and Hein 2020, section 3.2,
 * with the integer arithmetic of AutoAttack): the first after max(⌊0.22 N⌋, 1), each interval
 * shorter by max(⌊0.03 N⌋, 1), never under max(⌊0.06 N⌋, 1).
 */
final class CheckpointSchedule {

  private final int decrease;
  private final int minimum;
  private int interval;
  private int since;

  CheckpointSchedule(int steps) {
    this.interval = Math.max((int) (0.22 * steps), 1);
    this.decrease = Math.max((int) (0.03 * steps), 1);
    this.minimum = Math.max((int) (0.06 * steps), 1);
  }

  /** Counts a step; the length of the interval that ends with it, or 0 when none does. */
  int stepDone() {
    since++;
    if (since < interval) {
      return 0;
    }
    int ended = interval;
    interval = Math.max(interval - decrease, minimum);
    since = 0;
    return ended;
  }
}
