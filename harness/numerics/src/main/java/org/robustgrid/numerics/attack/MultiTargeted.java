package org.robustgrid.numerics.attack;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.LogitGap;
import org.robustgrid.numerics.loss.LogitMargin;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.random.RandomKey;

/**
 * The multi-targeted attack (Gowal et al. 2019): projected gradient descent on z_t − z_y for every
 * class t but the label, in ascending order; the point of the largest margin counts.
 *
 * @param descent of each target
 * @since 0.1
 */
public record MultiTargeted(ProjectedGradientDescent descent) {

  /**
   * The result.
   *
   * @param finals last iterates of each target, [classes − 1][rows × coordinates]
   * @param margins max_{i≠y} z_i − z_y there, [rows][classes − 1]
   * @param best the first target with the largest margin of each row, an index into the targets
   * @param points its last iterate, C order
   * @since 0.1
   */
  public record Result(double[][] finals, double[][] margins, int[] best, double[] points) {

    /** Whether no target broke a row: its largest margin is at most 0. */
    public boolean robust(int row) {
      return margins[row][best[row]] <= 0;
    }
  }

  /**
   * The targets of a label, in the order they are attacked.
   *
   * @return length = classes − 1
   */
  public static int[] targets(int label, int classes) {
    int[] targets = new int[classes - 1];
    for (int r = 0; r < targets.length; r++) {
      targets[r] = r < label ? r : r + 1;
    }
    return targets;
  }

  /**
   * Attacks a batch.
   *
   * @param starts one for each target
   */
  public Result run(
      GradientSource source, INDArray images, int[] labels, long[] samples, Start[] starts) {
    int rows = labels.length;
    double[][] finals = new double[starts.length][];
    double[][] margins = new double[rows][starts.length];
    for (int r = 0; r < starts.length; r++) {
      int[] targets = new int[rows];
      for (int row = 0; row < rows; row++) {
        targets[row] = targets(labels[row], starts.length + 1)[r];
      }
      INDArray reached =
          descent.run(source, images, samples, new LogitGap(labels, targets), starts[r]).iterates();
      finals[r] = HostArrays.read(reached);
      RandomKey draw = starts[r].draw(-1);
      LossGradient answer = source.evaluate(reached, samples, draw, new LogitMargin(labels, false));
      for (int row = 0; row < rows; row++) {
        margins[row][r] = -answer.losses()[row];
      }
    }
    return best(finals, margins);
  }

  private static Result best(double[][] finals, double[][] margins) {
    int[] best = new int[margins.length];
    int length = finals[0].length / margins.length;
    double[] points = new double[finals[0].length];
    for (int row = 0; row < best.length; row++) {
      double most = Arrays.stream(margins[row]).max().orElse(Double.NaN);
      while (margins[row][best[row]] < most) {
        best[row]++;
      }
      System.arraycopy(finals[best[row]], row * length, points, row * length, length);
    }
    return new Result(finals, margins, best, points);
  }
}
