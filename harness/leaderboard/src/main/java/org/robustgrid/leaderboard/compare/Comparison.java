package org.robustgrid.leaderboard.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.robustgrid.leaderboard.ThreatModelEntry;
import org.robustgrid.leaderboard.statistics.Difference;

/**
 * Pairwise comparisons of the rows of a leaderboard.
 *
 * @param format version of this format
 * @param grid name of the leaderboard's grid
 * @param confidence of every interval
 * @param level of the tests that say which row is better
 * @param boards in the leaderboard's order
 */
@JsonPropertyOrder({"format", "grid", "confidence", "level", "boards"})
public record Comparison(
    int format, String grid, double confidence, double level, List<BoardComparison> boards) {

  /** The version written by this code. */
  public static final int FORMAT = 2;

  /**
   * One board.
   *
   * @param pairs worst case first, then each attack, clean, and on the first board of a data set
   *     certified accuracy at each radius
   * @param missing rows that are left out of a column, for want of results
   * @param unreliable labels of the rows whose accuracies under attack are upper bounds
   */
  public record BoardComparison(
      String dataset,
      ThreatModelEntry threatModel,
      List<Pair> pairs,
      List<Missing> missing,
      List<String> unreliable) {}

  /** A row without results in a column; the attack is empty unless the measure is one. */
  public record Missing(String row, String measure, String attack) {}

  /**
   * Two rows in one column.
   *
   * @param measure {@code worst}, {@code attack}, {@code clean} or {@code certified}
   * @param attack the attack's label, the certified L2 radius, or empty
   * @param samples on which both rows have outcomes
   * @param difference the first rate less the second, with its interval
   * @param test {@code mcnemar} (exact) with one seed each, else {@code two-level}
   * @param p two-sided
   * @param adjusted corrected by Holm over all pairs of the board and column
   * @param better label of the row that the evidence puts above the other, or empty
   * @param onlyFirst how many samples the first gets right under more of its seeds than the second
   * @param onlySecond the other way round
   * @param onlyFirstSamples ids of those samples
   * @param onlySecondSamples ids of the samples counted by {@code onlySecond}
   * @param seeds what several seeds add; null with one seed each
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Pair(
      String measure,
      String attack,
      String first,
      String second,
      int samples,
      double firstRate,
      double secondRate,
      Difference difference,
      String test,
      double p,
      double adjusted,
      String better,
      int onlyFirst,
      int onlySecond,
      List<Integer> onlyFirstSamples,
      List<Integer> onlySecondSamples,
      Seeds seeds) {}

  /**
   * Training seeds and samples apart.
   *
   * @param seedError standard error of the difference from the choice of seeds
   * @param sampleError from the choice of samples
   */
  public record Seeds(Spread first, Spread second, double seedError, double sampleError) {}

  /**
   * How far a row's trainings lie apart.
   *
   * @param seeds how many
   * @param spread standard deviation of the seeds' rates
   * @param between the part of it that samples do not explain: standard deviation between trainings
   */
  public record Spread(int seeds, double spread, double between) {}
}
