package org.robustgrid.attacks;

import org.robustgrid.spi.random.RandomStream;

/**
 * How the Square Attack begins and what it tries next, in one norm. Points are stretches of larger
 * arrays; what is written lies in the ball but for rounding, and is not clipped to the box.
 */
interface SquareProposal {

  /** Writes the start: a structured perturbation of full size. */
  void start(RandomStream random, double[] center, double[] point, int offset);

  /**
   * Turns a copy of the best point so far into a proposal.
   *
   * @param share share of the image's pixels to change
   * @param point the best point so far, overwritten
   */
  void propose(RandomStream random, double share, double[] center, double[] point, int offset);

  /** 1 or −1, with equal chances. */
  static int sign(RandomStream random) {
    return random.nextInt(2) == 0 ? 1 : -1;
  }
}
