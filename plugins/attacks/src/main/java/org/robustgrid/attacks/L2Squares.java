package org.robustgrid.attacks;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.random.RandomStream;

/**
 * Squares in the L2 ball (Andriushchenko et al. 2020, section 4.3, algorithm 3): the start is a
 * grid of 5 × 5 tiles; a proposal draws two windows and moves the norm of one to the other.
 */
final class L2Squares implements SquareProposal {

  private static final int TILES = 5;
  private static final int SMALLEST_SIDE = 3;

  /** Avoids division by a norm of 0, as in AutoAttack. */
  private static final double TINY = 1e-12;

  private final ImagePlane plane;
  private final double epsilon;
  private final int length;
  private final double[] perturbation;
  private final Map<Bump.Shape, double[]> bumps = new HashMap<>();

  L2Squares(ImagePlane plane, double epsilon) {
    this.plane = plane;
    this.epsilon = epsilon;
    this.length = plane.channels() * plane.area();
    this.perturbation = new double[length];
  }

  private double[] bump(RandomStream random, int height, int width) {
    boolean upright = random.nextInt(2) == 0;
    return bumps.computeIfAbsent(new Bump.Shape(height, width, upright), Bump::of);
  }

  @Override
  public void start(RandomStream random, double[] center, double[] point, int offset) {
    Arrays.fill(perturbation, 0);
    int down = Math.min(TILES, plane.height());
    int across = Math.min(TILES, plane.width());
    int height = plane.height() / down;
    int width = plane.width() / across;
    int top = (plane.height() - down * height) / 2;
    int left = (plane.width() - across * width) / 2;
    for (int tile = 0; tile < down * across; tile++) {
      double[] bump = bump(random, height, width);
      ImagePlane.Window window =
          new ImagePlane.Window(
              top + tile / across * height, left + tile % across * width, height, width);
      for (int channel = 0; channel < plane.channels(); channel++) {
        add(bump, SquareProposal.sign(random), channel, window);
      }
    }
    write(center, point, offset);
  }

  @Override
  public void propose(
      RandomStream random, double share, double[] center, double[] point, int offset) {
    for (int i = 0; i < length; i++) {
      perturbation[i] = point[offset + i] - center[offset + i];
    }
    int side = Math.max((int) Math.rint(Math.sqrt(share * plane.area())), SMALLEST_SIDE) | 1;
    ImagePlane.Window receiver = plane.draw(random, side);
    ImagePlane.Window giver = plane.draw(random, side);
    double norm = Distances.euclidean(perturbation, 0, length);
    double unused = Math.max(epsilon * epsilon - norm * norm, 0) / plane.channels();
    double[] bump = bump(random, receiver.height(), receiver.width());
    for (int channel = 0; channel < plane.channels(); channel++) {
      double received = sumOfSquares(channel, receiver);
      double[] before = cut(channel, receiver);
      clear(channel, receiver);
      double available = Math.sqrt(received + sumOfSquares(channel, giver) + unused);
      clear(channel, giver);
      // the old content, scaled to norm 1, keeps part of what has helped so far
      for (int i = 0; i < before.length; i++) {
        before[i] /= Math.sqrt(received) + TINY;
      }
      int sign = SquareProposal.sign(random);
      for (int i = 0; i < before.length; i++) {
        before[i] += sign * bump[i];
      }
      double size = Distances.euclidean(before, 0, before.length);
      add(before, available / (size + TINY), channel, receiver);
    }
    write(center, point, offset);
  }

  /** Writes the perturbation, scaled to the ball's radius: clipping may have shortened it. */
  private void write(double[] center, double[] point, int offset) {
    double norm = Distances.euclidean(perturbation, 0, length) + TINY;
    for (int i = 0; i < length; i++) {
      point[offset + i] = center[offset + i] + epsilon * (perturbation[i] / norm);
    }
  }

  private int index(int channel, ImagePlane.Window window, int row) {
    return (channel * plane.height() + window.top() + row) * plane.width() + window.left();
  }

  private void add(double[] values, double scale, int channel, ImagePlane.Window window) {
    for (int row = 0, from = 0; row < window.height(); row++) {
      int first = index(channel, window, row);
      for (int i = first; i < first + window.width(); i++) {
        perturbation[i] += scale * values[from++];
      }
    }
  }

  private double[] cut(int channel, ImagePlane.Window window) {
    double[] values = new double[window.height() * window.width()];
    for (int row = 0; row < window.height(); row++) {
      System.arraycopy(
          perturbation, index(channel, window, row), values, row * window.width(), window.width());
    }
    return values;
  }

  private void clear(int channel, ImagePlane.Window window) {
    for (int row = 0; row < window.height(); row++) {
      int first = index(channel, window, row);
      Arrays.fill(perturbation, first, first + window.width(), 0);
    }
  }

  private double sumOfSquares(int channel, ImagePlane.Window window) {
    double sum = 0;
    for (int row = 0; row < window.height(); row++) {
      int first = index(channel, window, row);
      for (int i = first; i < first + window.width(); i++) {
        sum += perturbation[i] * perturbation[i];
      }
    }
    return sum;
  }
}
