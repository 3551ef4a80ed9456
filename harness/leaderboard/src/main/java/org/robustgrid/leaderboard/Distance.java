package org.robustgrid.leaderboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.robustgrid.leaderboard.Leaderboard.Rank;

/**
 * Distances to the nearest misclassified points that attacks found: 0 for a sample that is wrong
 * without attack, infinite for one that no attack broke. An absent figure is infinite.
 *
 * @param median over samples; over several seeds, the mean of the seeds' medians; the other figures
 *     are averaged in the same way
 * @param low lower end of the median's interval, of order statistics
 * @param high its upper end
 * @param mean over samples, the area under the curve of accuracy against ε. On a board with an
 *     epsilon, samples that no attack broke count as far as that, so that it is a lower bound
 * @param meanLow lower end of the mean's interval, by Student's distribution
 * @param meanHigh its upper end
 * @param unbroken how many samples no attack broke
 * @param samples how many of the board's first samples it is over; null for all
 * @param rank among the board's rows by the distances of each sample; null if it was not drawn up
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Distance(
    Double median,
    Double low,
    Double high,
    Double mean,
    Double meanLow,
    Double meanHigh,
    double unbroken,
    Integer samples,
    Rank rank) {

  /** The same figures with a rank. */
  Distance ranked(Rank among) {
    return new Distance(median, low, high, mean, meanLow, meanHigh, unbroken, samples, among);
  }
}
