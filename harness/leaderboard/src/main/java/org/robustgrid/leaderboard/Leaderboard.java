package org.robustgrid.leaderboard;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.robustgrid.leaderboard.statistics.Interval;

/**
 * The results of a finished grid; every other report is drawn from them.
 *
 * @param format version of this format
 * @param grid name of the grid
 * @param dataset id of the data set; several are joined by {@code +}
 * @param samples number of test samples of the largest board
 * @param datasets the test samples of each data set
 * @param boards one per data set and threat model
 * @param provenance what produced the numbers, without values that depend on the clock or the
 *     machine
 * @param timing everything that depends on the clock or the machine
 */
@JsonPropertyOrder({
  "format",
  "grid",
  "dataset",
  "samples",
  "datasets",
  "boards",
  "provenance",
  "timing"
})
public record Leaderboard(
    int format,
    String grid,
    String dataset,
    int samples,
    List<TestSet> datasets,
    List<Board> boards,
    Provenance provenance,
    Map<String, Object> timing) {

  /** The version written by this code. */
  public static final int FORMAT = 4;

  /**
   * The figure of a randomised row's clean accuracy in a single judgement; the same name followed
   * by {@code , low}, {@code , high} and {@code , spread} is its interval and deviation over draws.
   */
  public static final String DRAW_AGREEMENT = "clean agreement over draws";

  public Leaderboard {
    datasets = List.copyOf(datasets);
    boards = List.copyOf(boards);
  }

  /** The same results with another block of timings. */
  public Leaderboard withTiming(Map<String, Object> value) {
    return new Leaderboard(format, grid, dataset, samples, datasets, boards, provenance, value);
  }

  /** The same with other boards. */
  public Leaderboard withBoards(List<Board> value) {
    return new Leaderboard(format, grid, dataset, samples, datasets, value, provenance, timing);
  }

  /** The same results with another provenance. */
  public Leaderboard withProvenance(Provenance value) {
    return new Leaderboard(format, grid, dataset, samples, datasets, boards, value, timing);
  }

  /**
   * The test samples that a board is about.
   *
   * @throws IllegalArgumentException when the leaderboard does not hold them
   */
  public TestSet testSet(Board board) {
    return datasets.stream()
        .filter(set -> set.dataset().equals(board.dataset()))
        .findFirst()
        .map(set -> board.sampleIds() == null ? set : set.of(board.sampleIds()))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the leaderboard lacks the samples of its data set " + board.dataset()));
  }

  /**
   * A rate with its interval over samples.
   *
   * @param interval at the stated confidence; its ends are written beside the rate
   * @param spread standard deviation between training seeds, null with one seed
   * @param samples how many of the board's first samples it is over; null for all, and where it is
   *     certified
   * @param rank among the board's rows by this rate; null if it was not drawn up
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyOrder({"rate", "low", "high", "spread", "samples", "rank"})
  public record Rate(
      double rate, @JsonIgnore Interval interval, Double spread, Integer samples, Rank rank) {

    /** An unranked rate over all samples of the board. */
    public Rate(double rate, Interval interval, Double spread) {
      this(rate, interval, spread, null, null);
    }

    @JsonCreator
    static Rate read(
        @JsonProperty(value = "rate", required = true) double rate,
        @JsonProperty(value = "low", required = true) double low,
        @JsonProperty(value = "high", required = true) double high,
        @JsonProperty("spread") Double spread,
        @JsonProperty("samples") Integer samples,
        @JsonProperty("rank") Rank rank) {
      return new Rate(rate, new Interval(low, high), spread, samples, rank);
    }

    /** Lower end of its interval. */
    @JsonProperty
    public double low() {
      return interval.low();
    }

    /** Upper end of its interval. */
    @JsonProperty
    public double high() {
      return interval.high();
    }

    /** The same rate with its rank. */
    public Rate ranked(Rank among) {
      return new Rate(rate, interval, spread, samples, among);
    }
  }

  /**
   * The ranks that the paired evidence allows, 1 for the most robust.
   *
   * @param best one more than the rows that are better beyond chance
   * @param worst the number of rows less those that are worse beyond chance
   */
  public record Rank(int best, int worst) {}

  /** Passes of one sample: mean over samples and seeds, summed over attacks. */
  public record Passes(double forward, double backward) {}

  /**
   * A remark on a row.
   *
   * @param kind a stable word, for example {@code failed-cell}
   * @param attack the attack it concerns, or empty
   * @param evidence of a check; null of a remark that needs none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Flag(String kind, String attack, String message, FlagEvidence evidence) {

    /** The kind of remarks on how a model's file was read. */
    public static final String MODEL_FILE = "model-file";

    /** Whether it is a check's sign that attacks failed, not another remark. */
    public boolean leavesUpperBound() {
      return evidence != null && !Boolean.TRUE.equals(evidence.figuresHold());
    }

    /** Whether it is about what was measured, and not about how the model's file was read. */
    public boolean concernsEvaluation() {
      return !kind.equals(MODEL_FILE);
    }

    /** A remark without evidence. */
    public Flag(String kind, String attack, String message) {
      this(kind, attack, message, null);
    }
  }

  /**
   * An attack or a certification in brief.
   *
   * @param key content key
   * @param status {@link State#COMPLETE} or {@link State#FAILED}
   * @param message why it failed, else null
   * @param medianNorm median perturbation norm over broken samples, NaN-free: null when none
   * @param tried pairs of a sample and a target that were tried; null unless targeted
   * @param reached how many of them were reached; null unless targeted
   * @param foundBy for each component of an ensemble, the samples that it broke; null for other
   *     attacks
   * @param brokenWithin samples that were broken within a number of passes, forward and backward,
   *     of each of them; up to all that were broken; null if that is not known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Cell(
      String key,
      State status,
      String message,
      Passes passes,
      Double medianNorm,
      Integer tried,
      Integer reached,
      SortedMap<String, Integer> foundBy,
      SortedMap<Long, Integer> brokenWithin) {

    /** A cell without parts. */
    public Cell(
        String key,
        State status,
        String message,
        Passes passes,
        Double medianNorm,
        Integer tried,
        Integer reached) {
      this(key, status, message, passes, medianNorm, tried, reached, null, null);
    }

    /** A cell without targets. */
    public Cell(String key, State status, String message, Passes passes, Double medianNorm) {
      this(key, status, message, passes, medianNorm, null, null);
    }
  }
}
