package org.robustgrid.numerics.attack.perturbation;

import java.util.Arrays;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.spi.StoppedException;

/**
 * The least blur that makes an image adversarial: σ = max k / steps, k = 1, 2, ….
 *
 * @param steps widths tried
 * @param largest σ in pixels
 * @since 0.1
 */
public record GaussianBlur(int steps, double largest) {

  /**
   * Searches.
   *
   * @return for each row the first adversarial image; the original if it is one, or if none is
   * @throws IllegalArgumentException if inputs are no images
   */
  public double[] run(AttackBatch batch) {
    long[] shape = batch.inputShape();
    if (shape.length != 3) {
      throw new IllegalArgumentException(
          "a blur needs images [channels, height, width], but inputs are "
              + Arrays.toString(shape));
    }
    GaussianFilter filter = new GaussianFilter((int) shape[0], (int) shape[1], (int) shape[2]);
    double[] answer = batch.originals().clone();
    int length = batch.length();
    try {
      boolean[] settled = batch.adversarial(batch.originals());
      for (int k = 1; k <= steps && !all(settled); k++) {
        double[] blurred = new double[answer.length];
        boolean[] open = new boolean[settled.length];
        for (int row = 0; row < settled.length; row++) {
          open[row] = !settled[row];
        }
        batch.attend(open);
        for (int row = 0; row < settled.length; row++) {
          double[] image = Arrays.copyOfRange(batch.originals(), row * length, (row + 1) * length);
          double[] soft = filter.blur(image, largest * k / steps);
          for (int i = 0; i < length; i++) {
            blurred[row * length + i] = batch.domain().clip(soft[i]);
          }
        }
        boolean[] adversarial = batch.adversarial(blurred);
        for (int row = 0; row < settled.length; row++) {
          if (adversarial[row] && !settled[row]) {
            settled[row] = true;
            System.arraycopy(batch.asked(), row * length, answer, row * length, length);
          }
        }
      }
    } catch (StoppedException e) {
      return answer;
    }
    return answer;
  }

  private static boolean all(boolean[] settled) {
    for (boolean row : settled) {
      if (!row) {
        return false;
      }
    }
    return true;
  }
}
