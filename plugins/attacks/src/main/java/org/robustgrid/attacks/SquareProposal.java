package org.robustgrid.attacks;

import org.robustgrid.spi.random.RandomStream;

/**
 * The starts and proposals of the Square Attack in one norm. Points are parts of larger arrays. The
 * points written are in the ball up to rounding, and are not clipped to the box.
 */
interface SquareProposal {

  /** Writes the start: a structured perturbation of full size. */
  void start(RandomStream random, double[] center, double[] point, int offset);

  /**
   * Turns a copy of the best point so far into a proposal.
   *
   * @param share fraction of the image's pixels to change
   * @param point the best point so far, overwritten
   */
  void propose(RandomStream random, double share, double[] center, double[] point, int offset);

  /** 1 or −1, with equal probability. */
  static int sign(RandomStream random) {
    return random.nextInt(2) == 0 ? 1 : -1;
  }
}
