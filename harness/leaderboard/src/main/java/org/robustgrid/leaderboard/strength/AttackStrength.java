package org.robustgrid.leaderboard.strength;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.robustgrid.leaderboard.Leaderboard.Rate;

/**
 * What an attack breaks and what it costs.
 *
 * @param attack its label
 * @param passes forward and backward, per attacked sample
 * @param broken share of the test samples that are right without attack and that it breaks
 * @param alone share of the test samples that it breaks and no other attack does
 * @param price samples that it breaks per 1,000 passes; null if it made none
 * @param left by a number of passes, forward and backward, of each sample: the share of the samples
 *     that the attack was run on that is right and was not broken within it; from 0 passes on;
 *     empty where a leaderboard does not say
 */
public record AttackStrength(
    String attack,
    double passes,
    Rate broken,
    Rate alone,
    Price price,
    SortedMap<Long, Rate> left) {

  public AttackStrength {
    left = Collections.unmodifiableSortedMap(new TreeMap<>(left));
  }

  /**
   * A number of samples per 1,000 passes, with the interval of the share of broken samples, the
   * passes being held fixed.
   */
  public record Price(double samples, double low, double high) {}
}
