package org.robustgrid.numerics.logit;

import java.util.List;
import org.robustgrid.numerics.summary.Bins;
import org.robustgrid.numerics.summary.Moments;

/**
 * Adversarial accuracy by the gap between the two largest clean logits (Seguin et al. 2021, figure
 * 2B). Images that are wrong without attack count as failures.
 *
 * @param counts images in each bin
 * @param accuracies share of each bin's images that is right under attack; 0 in an empty bin
 * @since 0.1
 */
public record AccuracyByGap(int[] counts, double[] accuracies) {

  /**
   * One model's accuracies.
   *
   * @param gaps largest minus second largest clean logit, length = images
   * @param robust whether each image is right under attack
   */
  public static AccuracyByGap of(double[] gaps, boolean[] robust, Bins bins) {
    int[] counts = bins.counts(gaps);
    double[] accuracies = new double[bins.count()];
    for (int i = 0; i < gaps.length; i++) {
      int bin = bins.of(gaps[i]);
      if (bin >= 0 && robust[i]) {
        accuracies[bin]++;
      }
    }
    for (int bin = 0; bin < counts.length; bin++) {
      accuracies[bin] /= Math.max(1, counts[bin]);
    }
    return new AccuracyByGap(counts, accuracies);
  }

  /**
   * Mean and deviation of one bin's accuracy over the models that have images in it; zeros if none
   * has.
   */
  public static Moments over(List<AccuracyByGap> models, int bin) {
    double[] values =
        models.stream()
            .filter(model -> model.counts[bin] > 0)
            .mapToDouble(model -> model.accuracies[bin])
            .toArray();
    return values.length == 0 ? new Moments(0, 0, Double.NaN) : Moments.of(values);
  }
}
