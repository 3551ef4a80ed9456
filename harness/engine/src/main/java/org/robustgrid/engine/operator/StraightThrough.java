package org.robustgrid.engine.operator;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Functions that round forward and have the slope 1 of the identity in every derivative: the
 * straight-through estimator (Bengio et al. 2013: Estimating or propagating gradients through
 * stochastic neurons for conditional computation), which attacks use as a backward pass
 * differentiable approximation (Athalye et al. 2018, section 4.1, BPDA).
 *
 * @since 0.1
 */
public final class StraightThrough {

  private static final String PREFIX = "straight-";

  /** What each function does, in the words of a report. */
  private static final Map<String, String> ROUNDING =
      new TreeMap<>(
          Map.of(
              "round", "rounding to the nearest whole number",
              "floor", "rounding down",
              "ceiling", "rounding up",
              "truncate", "rounding towards zero"));

  private StraightThrough() {}

  /**
   * The name of the function that is passed straight through.
   *
   * @param function a name as {@code map} knows it
   * @throws IllegalArgumentException when it does not round
   */
  public static String of(String function) {
    if (!ROUNDING.containsKey(function)) {
      throw new IllegalArgumentException(
          "function '" + function + "' is not among " + ROUNDING.keySet());
    }
    return PREFIX + function;
  }

  /** The function that a name computes forward. */
  public static String forward(String function) {
    return isStraight(function) ? function.substring(PREFIX.length()) : function;
  }

  private static boolean isStraight(String function) {
    return function.startsWith(PREFIX);
  }

  /**
   * What stands for what in the derivatives of a network.
   *
   * @param functions of the network, as {@code map} knows them
   * @return words for a report; empty if nothing is passed straight through
   */
  public static Optional<String> standIn(Collection<String> functions) {
    List<String> rounding =
        functions.stream()
            .filter(StraightThrough::isStraight)
            .map(StraightThrough::forward)
            .sorted()
            .distinct()
            .map(function -> ROUNDING.getOrDefault(function, function))
            .toList();
    return rounding.isEmpty()
        ? Optional.empty()
        : Optional.of("the identity stands for " + String.join(" and ", rounding));
  }
}
