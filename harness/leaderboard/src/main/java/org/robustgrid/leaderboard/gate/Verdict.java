package org.robustgrid.leaderboard.gate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a gate found.
 *
 * @param format version of this format
 * @param status of the gravest finding
 * @param grid name of the baseline's grid
 * @param level of the whole run
 * @param findings in the baseline's order
 */
@JsonPropertyOrder({"format", "status", "grid", "level", "findings"})
public record Verdict(
    int format, Status status, String grid, double level, List<Finding> findings) {

  /** The version written by this code. */
  public static final int FORMAT = 1;

  /**
   * One thing found.
   *
   * @param status how grave
   * @param board the board's name, or empty for the whole leaderboard
   * @param row the row's label, or empty for the whole board
   * @param what the column in words, or what else was looked at
   * @param method how it was decided, null if nothing was tested
   * @param baseline the baseline's value, null if there is none
   * @param candidate the candidate's value, null if there is none
   * @param lost samples that were right under more seeds before; null if not the same weights
   * @param gained the other way round
   * @param p one-sided, null without a test
   * @param adjusted corrected over the whole run
   * @param message what it means, and where something is wrong what to do
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Finding(
      Status status,
      String board,
      String row,
      String what,
      Method method,
      Double baseline,
      Double candidate,
      Integer lost,
      Integer gained,
      Double p,
      Double adjusted,
      String message) {

    /** A finding without figures. */
    public static Finding of(Status status, String board, String row, String what, String message) {
      return new Finding(
          status, board, row, what, null, null, null, null, null, null, null, message);
    }

    /** Where it was found, in words. */
    public String place() {
      return Stream.of(board, row, what)
          .filter(part -> !part.isEmpty())
          .collect(Collectors.joining(", "));
    }
  }

  /** Findings of one status. */
  public List<Finding> of(Status wanted) {
    return findings.stream().filter(finding -> finding.status() == wanted).toList();
  }
}
