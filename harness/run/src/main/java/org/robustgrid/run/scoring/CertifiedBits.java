package org.robustgrid.run.scoring;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.run.cell.CertificationResult;
import org.robustgrid.run.plan.PlannedCertification;

/** Counts certificates at radii (Cohen, Rosenfeld and Kolter 2019, certified test accuracy). */
final class CertifiedBits {

  private CertifiedBits() {}

  /**
   * Outcome bits by radius: 1 if the certified decision is the label and the certified radius is at
   * least this one.
   *
   * @param labels true classes of at least as many samples as were certified
   */
  static Map<String, Bits> of(
      CertificationResult result, List<Integer> labels, List<Double> radii) {
    Map<String, Bits> byRadius = new TreeMap<>();
    for (double radius : radii) {
      byRadius.put(
          PlannedCertification.text(radius),
          Bits.of(
              result.decisions().size(),
              i ->
                  result.decisions().get(i).equals(labels.get(i))
                      && result.radii().get(i) >= radius));
    }
    return byRadius;
  }
}
