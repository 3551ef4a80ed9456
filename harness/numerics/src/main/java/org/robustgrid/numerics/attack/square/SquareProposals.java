package org.robustgrid.numerics.attack.square;

import java.util.Arrays;
import org.robustgrid.numerics.norm.BoxedL1Projection;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;

/**
 * The start and the proposals of one image's run.
 *
 * @param norm L∞, L2 or L1
 * @param epsilon radius
 * @param channels of the image
 * @param height in pixels
 * @param width in pixels
 * @param domain the box
 * @since 0.1
 */
public record SquareProposals(
    Norm norm, double epsilon, int channels, int height, int width, Domain domain) {

  private static final double TINY = 1e-12;

  /** What AutoAttack keeps away from the L1 ball's surface. */
  private static final double INSIDE = 1 - 1e-6;

  public SquareProposals {
    if (norm == Norm.L0) {
      throw new IllegalArgumentException(
          "the Square Attack is defined for linf, l2 and l1, not l0");
    }
  }

  /** The start: stripes in L∞, a grid of tiles otherwise. */
  public double[] start(double[] x, SquareDraws draws) {
    double[] delta = new double[x.length];
    if (norm == Norm.LINF) {
      for (int i = 0; i < x.length; i++) {
        delta[i] = epsilon * draws.startSign(i / (height * width), i % width);
      }
      return added(x, delta);
    }
    int side = Math.max(height / 5, 1);
    int first = Math.max(0, (height - 5 * side) / 2);
    int across = width / side;
    for (int tile = 0; tile < height / side * across; tile++) {
      double[] pattern = SquarePattern.of(norm, side);
      if (draws.startTransposed(tile)) {
        pattern = SquarePattern.transposed(pattern, side);
      }
      int top = first + tile / across * side;
      int left = first + tile % across * side;
      for (int channel = 0; channel < channels; channel++) {
        add(delta, pattern, draws.startSign(channel, tile), channel, top, left, side);
      }
    }
    return norm == Norm.L2 ? stretched(x, delta) : shrunk(x, delta);
  }

  /**
   * The next proposal.
   *
   * @param iteration counted from 0
   * @param share of the image to change
   * @param best the best point so far; not changed
   */
  public double[] next(int iteration, double share, double[] x, double[] best, SquareDraws draws) {
    int side = SquarePattern.side(norm, share, height, width);
    if (norm == Norm.LINF) {
      return linf(iteration, side, x, best, draws);
    }
    double[] delta = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      delta[i] = best[i] - x[i];
    }
    int top = place(draws, iteration, 0, height - side);
    int left = place(draws, iteration, 1, width - side);
    int otherTop = place(draws, iteration, 2, height - side);
    int otherLeft = place(draws, iteration, 3, width - side);
    double[] pattern = SquarePattern.of(norm, side);
    if (draws.transposed(iteration)) {
      pattern = SquarePattern.transposed(pattern, side);
    }
    double all = SquarePattern.size(norm, delta);
    double[][] moved = new double[channels][];
    for (int channel = 0; channel < channels; channel++) {
      double[] own = cut(delta, channel, top, left, side);
      double ownSize = SquarePattern.size(norm, own);
      double union = union(delta, channel, top, left, otherTop, otherLeft, side);
      moved[channel] = new double[own.length];
      for (int i = 0; i < own.length; i++) {
        moved[channel][i] = pattern[i] * draws.sign(iteration, channel) + own[i] / (TINY + ownSize);
      }
      double size = TINY + SquarePattern.size(norm, moved[channel]);
      double available =
          norm == Norm.L2
              ? Math.sqrt(Math.max(epsilon * epsilon - all * all, 0) / channels + union * union)
              : (Math.max(epsilon - all, 0) / channels + union) * channels;
      for (int i = 0; i < own.length; i++) {
        moved[channel][i] = moved[channel][i] / size * available;
      }
    }
    for (int channel = 0; channel < channels; channel++) {
      clear(delta, channel, otherTop, otherLeft, side);
      clear(delta, channel, top, left, side);
      add(delta, moved[channel], 1, channel, top, left, side);
    }
    return norm == Norm.L2 ? stretched(x, delta) : shrunk(x, delta);
  }

  private double[] linf(int iteration, int side, double[] x, double[] best, SquareDraws draws) {
    int top = place(draws, iteration, 0, height - side);
    int left = place(draws, iteration, 1, width - side);
    double[] next = best.clone();
    for (int channel = 0; channel < channels; channel++) {
      double shift = 2 * epsilon * draws.sign(iteration, channel);
      for (int row = top; row < top + side; row++) {
        int from = (channel * height + row) * width + left;
        for (int i = from; i < from + side; i++) {
          double bounded = Math.min(Math.max(next[i] + shift, x[i] - epsilon), x[i] + epsilon);
          next[i] = domain.clip(bounded);
        }
      }
    }
    return next;
  }

  /** Places are 0 … room − 1: the last row and column are never reached, as in AutoAttack. */
  private static int place(SquareDraws draws, int iteration, int which, int room) {
    return room == 0 ? 0 : draws.window(iteration, which, room);
  }

  private void add(
      double[] delta, double[] values, double scale, int channel, int top, int left, int side) {
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        // a tile that is partly outside of the image is cut there
        if (top + row < height && left + column < width) {
          delta[(channel * height + top + row) * width + left + column] +=
              scale * values[row * side + column];
        }
      }
    }
  }

  private double[] cut(double[] delta, int channel, int top, int left, int side) {
    double[] values = new double[side * side];
    for (int row = 0; row < side; row++) {
      System.arraycopy(
          delta, (channel * height + top + row) * width + left, values, row * side, side);
    }
    return values;
  }

  private void clear(double[] delta, int channel, int top, int left, int side) {
    for (int row = 0; row < side; row++) {
      int from = (channel * height + top + row) * width + left;
      Arrays.fill(delta, from, from + side, 0);
    }
  }

  private double union(
      double[] delta, int channel, int top, int left, int otherTop, int otherLeft, int side) {
    double[] inside = new double[height * width];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        int first = (top + row) * width + left + column;
        int second = (otherTop + row) * width + otherLeft + column;
        inside[first] = delta[channel * height * width + first];
        inside[second] = delta[channel * height * width + second];
      }
    }
    return SquarePattern.size(norm, inside);
  }

  private double[] added(double[] x, double[] delta) {
    double[] point = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      point[i] = domain.clip(x[i] + delta[i]);
    }
    return point;
  }

  private double[] stretched(double[] x, double[] delta) {
    double size = TINY + SquarePattern.size(Norm.L2, delta);
    double[] point = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      point[i] = domain.clip(x[i] + epsilon * delta[i] / size);
    }
    return point;
  }

  private double[] shrunk(double[] x, double[] delta) {
    double[] point = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      point[i] = x[i] + delta[i];
    }
    BoxedL1Projection.project(x, point, 0, x.length, epsilon * INSIDE, domain);
    return point;
  }
}
