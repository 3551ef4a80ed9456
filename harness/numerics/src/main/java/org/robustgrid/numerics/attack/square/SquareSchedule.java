package org.robustgrid.numerics.attack.square;

/**
 * The share of the image that a proposal changes: the initial share divided by 2, 4, 8, … after
 * iterations 10, 50, 200, 500, 1000, 2000, 4000, 6000 and 8000.
 *
 * @param initial share of the first proposals, 0.8 in AutoAttack
 * @param queries proposals in all
 * @param rescaled whether iterations are counted as of 10,000. AutoAttack's suite does not rescale
 *     its 5,000 queries, so that the last halvings are never reached
 * @since 0.1
 */
public record SquareSchedule(double initial, int queries, boolean rescaled) {

  private static final int REFERENCE = 10_000;
  private static final int[] HALVED_AFTER = {10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000};

  /** The share at an iteration, counted from 0. */
  public double at(int iteration) {
    int counted = rescaled ? (int) ((double) iteration / queries * REFERENCE) : iteration;
    double divisor = 1;
    for (int bound : HALVED_AFTER) {
      divisor *= counted > bound ? 2 : 1;
    }
    return initial / divisor;
  }
}
