package org.robustgrid.numerics.attack;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.logit.LogitRanking;
import org.robustgrid.numerics.loss.TargetedDifferenceOfLogitsRatio;
import org.robustgrid.spi.network.Loss;

/**
 * APGD-T's loop over targets (Croce and Hein 2020): the classes of the second, third, … largest
 * clean logit in turn, each attacked with the targeted DLR loss on the samples that no earlier
 * target has fooled. Any wrong class counts.
 *
 * @param targets how many
 * @since 0.1
 */
public record RankedTargets(int targets) {

  /**
   * One run on some rows.
   *
   * @since 0.1
   */
  @FunctionalInterface
  public interface Run {

    /**
     * Runs APGD.
     *
     * @param rank counted from 1
     * @param rows of the batch
     * @param images of the rows
     * @param loss towards the rows' targets
     */
    ApgdResult run(int rank, int[] rows, INDArray images, int[] labels, Loss loss);
  }

  /**
   * The result.
   *
   * @param attacked [targets][rows], whether a row was attacked in a turn
   * @param target [targets][rows], the class; −1 if not attacked
   * @param robust whether a row is right at the image and withstood every target
   * @param points the last misclassified iterates, C order; the image of a row that withstood or
   *     was not attacked
   * @since 0.1
   */
  public record Result(boolean[][] attacked, int[][] target, boolean[] robust, double[] points) {}

  /**
   * Runs the turns.
   *
   * @param logits at the images, [rows][classes]; a row that is wrong there is never attacked
   */
  public Result run(INDArray images, int[] labels, double[][] logits, Run run) {
    int rows = labels.length;
    int turns = Math.min(targets, logits[0].length - 1);
    boolean[][] attacked = new boolean[turns][rows];
    int[][] target = new int[turns][rows];
    boolean[] robust = new boolean[rows];
    int[][] order = Arrays.stream(logits).map(LogitRanking::order).toArray(int[][]::new);
    for (int row = 0; row < rows; row++) {
      robust[row] = order[row][0] == labels[row];
    }
    double[] points = HostArrays.read(images);
    int length = points.length / Math.max(1, rows);
    for (int turn = 0; turn < turns; turn++) {
      int rank = turn + 1;
      Arrays.fill(target[turn], -1);
      int[] left = IntStream.range(0, rows).filter(row -> robust[row]).toArray();
      if (left.length == 0) {
        continue;
      }
      int[] ofRows = Arrays.stream(left).map(row -> labels[row]).toArray();
      int[] aims = Arrays.stream(left).map(row -> order[row][rank]).toArray();
      ApgdResult found =
          run.run(
              rank,
              left,
              HostArrays.rows(images, left),
              ofRows,
              new TargetedDifferenceOfLogitsRatio(ofRows, aims));
      double[] adversarial = HostArrays.read(found.adversarial());
      for (int i = 0; i < left.length; i++) {
        attacked[turn][left[i]] = true;
        target[turn][left[i]] = aims[i];
        if (!found.robust()[i]) {
          robust[left[i]] = false;
          System.arraycopy(adversarial, i * length, points, left[i] * length, length);
        }
      }
      if (found.stopped().isPresent()) {
        break;
      }
    }
    return new Result(attacked, target, robust, points);
  }
}
