package org.robustgrid.attacks;

/**
 * The fraction of the image that a proposal of the Square Attack changes: halved after iterations
 * 10, 50, 200, 500, 1000, 2000, 4000, 6000 and 8000 of 10,000, as in the authors' code, and scaled
 * to the number of queries.
 *
 * @param initial the fraction of the first proposals
 * @param queries total number of proposals
 */
record ShareSchedule(double initial, int queries) {

  private static final int REFERENCE = 10_000;
  private static final int[] HALVED_AFTER = {10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000};

  /** The fraction at a proposal, counted from 0. */
  double at(int proposal) {
    int iteration = (int) ((double) proposal / queries * REFERENCE);
    double share = initial;
    for (int halving : HALVED_AFTER) {
      if (iteration > halving) {
        share /= 2;
      }
    }
    return share;
  }
}
