package org.robustgrid.leaderboard;

import java.util.List;
import java.util.Map;

/**
 * What a row of a board of minimum distance shows.
 *
 * @param worst the smallest distance over attacks, sample by sample; null if an attack is missing
 * @param attacks by label
 * @param curve accuracy against ε, at radii that are the same for all rows of the board; empty if
 *     there is no worst case
 */
public record DistanceSummary(
    Distance worst, Map<String, Distance> attacks, List<CurvePoint> curve) {

  public DistanceSummary {
    attacks = Map.copyOf(attacks);
    curve = List.copyOf(curve);
  }

  /**
   * The share of samples that are right and whose distance is larger than a radius.
   *
   * @param rate mean over seeds
   * @param low lower end of its interval over samples
   * @param high its upper end
   */
  public record CurvePoint(double epsilon, double rate, double low, double high) {}
}
