package org.robustgrid.attacks;

import org.robustgrid.spi.random.RandomStream;

/**
 * Squares in the L∞ ball (Andriushchenko et al. 2020, section 4.2, algorithm 2): the start is
 * vertical stripes; a proposal moves each channel of a square by plus or minus ε.
 *
 * @param plane the pixel grid
 * @param epsilon the ball's radius
 */
record LinfSquares(ImagePlane plane, double epsilon) implements SquareProposal {

  @Override
  public void start(RandomStream random, double[] center, double[] point, int offset) {
    for (int channel = 0; channel < plane.channels(); channel++) {
      for (int column = 0; column < plane.width(); column++) {
        double shift = epsilon * SquareProposal.sign(random);
        for (int row = 0; row < plane.height(); row++) {
          int i = offset + (channel * plane.height() + row) * plane.width() + column;
          point[i] = center[i] + shift;
        }
      }
    }
  }

  @Override
  public void propose(
      RandomStream random, double share, double[] center, double[] point, int offset) {
    int side = Math.max((int) Math.rint(Math.sqrt(share * plane.area())), 1);
    ImagePlane.Window window = plane.draw(random, side);
    for (int channel = 0; channel < plane.channels(); channel++) {
      // the paper adds ±2ε and projects, which gives the same point from anywhere in the ball
      double shift = epsilon * SquareProposal.sign(random);
      for (int row = window.top(); row < window.top() + window.height(); row++) {
        int first = offset + (channel * plane.height() + row) * plane.width() + window.left();
        for (int i = first; i < first + window.width(); i++) {
          point[i] = center[i] + shift;
        }
      }
    }
  }
}
