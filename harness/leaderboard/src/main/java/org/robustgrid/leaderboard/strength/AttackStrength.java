package org.robustgrid.leaderboard.strength;

import org.robustgrid.leaderboard.Leaderboard.Rate;

/**
 * What an attack breaks and what it costs.
 *
 * @param attack its label
 * @param passes forward and backward, per attacked sample
 * @param broken share of the test samples that are right without attack and that it breaks
 * @param alone share of the test samples that it breaks and no other attack does
 * @param price samples that it breaks per 1,000 passes; null if it made none
 */
public record AttackStrength(String attack, double passes, Rate broken, Rate alone, Price price) {

  /**
   * A number of samples per 1,000 passes, with the interval of the share of broken samples, the
   * passes being held fixed.
   */
  public record Price(double samples, double low, double high) {}
}
