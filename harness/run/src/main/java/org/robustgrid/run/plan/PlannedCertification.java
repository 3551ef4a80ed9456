package org.robustgrid.run.plan;

import java.math.BigDecimal;
import java.util.List;

/**
 * The certification of a plan. Certificates do not depend on the radii, at which they are only
 * counted.
 *
 * @param radii L2 radii in units of the data, ascending; none where nothing is certified
 * @param samples number of test samples used, from the first on of each data set; 0 for all
 */
public record PlannedCertification(List<Double> radii, int samples) {

  /** A grid without certification. */
  public static final PlannedCertification NONE = new PlannedCertification(List.of(), 0);

  public PlannedCertification {
    radii = List.copyOf(radii);
  }

  /** Whether anything is certified. */
  public boolean wanted() {
    return !radii.isEmpty();
  }

  /** How many of a model's samples are certified. */
  public int samplesOf(PlannedModel model, PlannedDataset dataset) {
    int most = model.samplesOf(dataset);
    return samples == 0 ? most : Math.min(samples, most);
  }

  /** A radius as leaderboards name it, whatever the locale: {@code 0.25}, {@code 1}. */
  public static String text(double radius) {
    return BigDecimal.valueOf(radius).stripTrailingZeros().toPlainString();
  }
}
