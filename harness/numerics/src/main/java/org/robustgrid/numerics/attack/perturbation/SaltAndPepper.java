package org.robustgrid.numerics.attack.perturbation;

import java.util.Arrays;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.StoppedException;

/**
 * The least salt-and-pepper noise that makes an image adversarial: a growing share of coordinates
 * is set to an end of the box; after a hit the shares around it are searched again.
 *
 * @param steps images tried
 * @param acrossChannels whether a pixel's channels change together
 * @since 0.1
 */
public record SaltAndPepper(int steps, boolean acrossChannels) {

  /**
   * The source of the noise.
   *
   * @since 0.1
   */
  @FunctionalInterface
  public interface Noise {

    /**
     * Uniform numbers of [0, 1) of a step.
     *
     * @param step counted from 0
     * @param row of the batch
     * @param noise receives one number for each coordinate, or pixel, of the row
     */
    void draw(int step, int row, double[] noise);
  }

  /**
   * Searches.
   *
   * @return for each row the nearest adversarial image in L2; the original if none was found
   */
  public double[] run(AttackBatch batch, Noise noise) {
    int length = batch.length();
    long[] shape = batch.inputShape();
    int pixels = acrossChannels && shape.length == 3 ? (int) (shape[1] * shape[2]) : length;
    double[] x = batch.originals();
    double[] answer = x.clone();
    int rows = batch.rows();
    double[] best = new double[rows];
    double[] least = new double[rows];
    double[] most = new double[rows];
    double[] step = new double[rows];
    double[] share = new double[rows];
    Arrays.fill(most, 1);
    Arrays.fill(step, 1.0 / steps);
    Arrays.fill(share, 1.0 / steps);
    double[] drawn = new double[pixels];
    double width = batch.domain().high() - batch.domain().low();
    try {
      boolean[] misclassified = batch.adversarial(x);
      for (int row = 0; row < rows; row++) {
        best[row] = misclassified[row] ? 0 : Double.POSITIVE_INFINITY;
      }
      for (int k = 0; k < steps; k++) {
        double[] q = x.clone();
        for (int row = 0; row < rows; row++) {
          noise.draw(k, row, drawn);
          for (int i = 0; i < length; i++) {
            double u = drawn[i % pixels];
            double change = u >= 1 - share[row] / 2 ? width : u < share[row] / 2 ? -width : 0;
            q[row * length + i] = batch.domain().clip(x[row * length + i] + change);
          }
        }
        boolean[] adversarial = batch.adversarial(q);
        for (int row = 0; row < rows; row++) {
          double distance = Distances.between(Norm.L2, batch.asked(), x, row * length, length);
          boolean hit = adversarial[row] && distance < best[row];
          if (hit) {
            best[row] = distance;
            System.arraycopy(batch.asked(), row * length, answer, row * length, length);
            least[row] = share[row] / 2;
            most[row] = Math.min(1.2 * share[row], 1);
            step[row] = (most[row] - least[row]) / (steps - k);
          }
          if (hit || share[row] == most[row]) {
            share[row] = least[row];
          }
          share[row] = Math.min(share[row] + step[row], most[row]);
        }
      }
    } catch (StoppedException e) {
      return answer;
    }
    return answer;
  }
}
