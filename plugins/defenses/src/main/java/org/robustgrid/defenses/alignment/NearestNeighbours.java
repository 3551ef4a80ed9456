package org.robustgrid.defenses.alignment;

import java.util.Arrays;
import java.util.List;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.random.RandomKey;

/**
 * Finds, for every training image and class, the nearest other image in a random sample of the
 * class by L2 distance in pixel space (Ganz et al. 2023, Eq. 6).
 */
final class NearestNeighbours {

  private static final int BLOCK = 256;

  private NearestNeighbours() {}

  /**
   * Finds the nearest neighbours.
   *
   * @param length numbers per image
   * @param perClass maximum number of candidates of each class
   * @return [images][classes], positions in the view
   */
  static int[][] search(
      DataView view,
      List<String> classNames,
      int length,
      int perClass,
      RandomKey key,
      Monitor monitor) {
    List<int[]> byClass = ClassIndices.of(view, classNames);
    int[][] neighbours = new int[view.size()][byClass.size()];
    for (int c = 0; c < byClass.size(); c++) {
      int[] candidates = sample(byClass.get(c), perClass, key.with("neighbours").with(c));
      float[] pixels = new float[candidates.length * length];
      view.read(candidates, pixels, new int[candidates.length]);
      searchClass(view, length, candidates, pixels, c, neighbours, monitor);
    }
    return neighbours;
  }

  private static int[] sample(int[] indices, int most, RandomKey key) {
    int[] order = key.stream().permutation(indices.length);
    int[] chosen = new int[Math.min(most, indices.length)];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = indices[order[i]];
    }
    Arrays.sort(chosen);
    return chosen;
  }

  private static void searchClass(
      DataView view,
      int length,
      int[] candidates,
      float[] pixels,
      int c,
      int[][] neighbours,
      Monitor monitor) {
    float[] block = new float[BLOCK * length];
    for (int from = 0; from < view.size(); from += BLOCK) {
      monitor.check();
      int rows = Math.min(BLOCK, view.size() - from);
      int[] indices = new int[rows];
      int first = from;
      Arrays.setAll(indices, i -> first + i);
      view.read(indices, block, new int[rows]);
      for (int i = 0; i < rows; i++) {
        neighbours[from + i][c] = nearest(block, i * length, length, from + i, candidates, pixels);
      }
      monitor.progress(
          (long) c * view.size() + from + rows,
          (long) neighbours[0].length * view.size(),
          "nearest neighbours");
    }
  }

  private static int nearest(
      float[] block, int start, int length, int self, int[] candidates, float[] pixels) {
    int best = -1;
    double bestDistance = Double.POSITIVE_INFINITY;
    for (int k = 0; k < candidates.length; k++) {
      if (candidates[k] == self) {
        continue;
      }
      double distance = distance(block, start, pixels, k * length, length, bestDistance);
      // a duplicate is not a neighbour: Eq. 6 requires another image, not another index
      if (distance > 0 && distance < bestDistance) {
        best = candidates[k];
        bestDistance = distance;
      }
    }
    // if the class has no other image, the target gradient is zero
    return best < 0 ? self : best;
  }

  /** Squared distance; the sum ends as soon as it exceeds {@code bound}. */
  private static double distance(
      float[] a, int aStart, float[] b, int bStart, int length, double bound) {
    double sum = 0;
    int p = 0;
    while (p < length && sum < bound) {
      int end = Math.min(p + 64, length);
      double part = 0;
      for (; p < end; p++) {
        double d = (double) a[aStart + p] - b[bStart + p];
        part += d * d;
      }
      sum += part;
    }
    return sum;
  }
}
