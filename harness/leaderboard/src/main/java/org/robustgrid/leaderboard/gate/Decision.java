package org.robustgrid.leaderboard.gate;

import java.util.Optional;

/**
 * What was decided about one row in one column.
 *
 * @param p one-sided; empty if no test was made
 * @param adjusted the same, corrected over the whole run
 * @param reason in words
 */
public record Decision(
    Status status, Method method, Optional<Double> p, Optional<Double> adjusted, String reason) {}
