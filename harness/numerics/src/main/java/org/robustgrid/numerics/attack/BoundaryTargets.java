package org.robustgrid.numerics.attack;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.logit.LogitRanking;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Query;

/**
 * FAB-T's loop over targets (Croce and Hein 2020): the classes of the second, third, … largest
 * clean logit in turn, each searched for on the samples that no earlier target has fooled within
 * the radius.
 *
 * @param search of one target
 * @param epsilon within which a point counts
 * @param targets how many
 * @since 0.1
 */
public record BoundaryTargets(FastAdaptiveBoundary search, double epsilon, int targets) {

  /**
   * The result.
   *
   * @param adversarial shaped as the images; the image of a row for which nothing was found
   * @param robust whether a row is right at its image and no target fooled it
   * @since 0.1
   */
  public record Result(INDArray adversarial, boolean[] robust) {}

  /** Runs the turns. */
  public Result run(
      Classifier classifier, INDArray images, int[] labels, long[] samples, Start start) {
    double[] logits =
        HostArrays.read(classifier.logits(images, new Query(samples, start.draw(-1))));
    int classes = classifier.classes();
    int[][] order = new int[labels.length][];
    boolean[] robust = new boolean[labels.length];
    for (int row = 0; row < labels.length; row++) {
      order[row] =
          LogitRanking.order(Arrays.copyOfRange(logits, row * classes, (row + 1) * classes));
      robust[row] = order[row][0] == labels[row];
    }
    double[] points = HostArrays.read(images);
    int length = points.length / Math.max(1, labels.length);
    for (int turn = 1; turn <= Math.min(targets, classes - 1); turn++) {
      int rank = turn;
      int[] left = IntStream.range(0, labels.length).filter(row -> robust[row]).toArray();
      if (left.length == 0) {
        break;
      }
      BoundaryResult found =
          search.run(
              classifier,
              HostArrays.rows(images, left),
              Arrays.stream(left).map(row -> labels[row]).toArray(),
              Arrays.stream(left).map(row -> order[row][rank]).toArray(),
              Arrays.stream(left).mapToLong(row -> samples[row]).toArray(),
              start);
      double[] nearest = HostArrays.read(found.adversarial());
      for (int i = 0; i < left.length; i++) {
        if (found.distances()[i] <= epsilon) {
          robust[left[i]] = false;
          System.arraycopy(nearest, i * length, points, left[i] * length, length);
        }
      }
      if (found.stopped().isPresent()) {
        break;
      }
    }
    INDArray adversarial = images.dup('c');
    HostArrays.write(points, adversarial);
    return new Result(adversarial, robust);
  }
}
