package org.robustgrid.leaderboard;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.robustgrid.leaderboard.analysis.AnalysisResult;
import org.robustgrid.leaderboard.statistics.Bits;

/**
 * A finished grid's results: the source of truth for every other report.
 *
 * @param format version of this format
 * @param grid name of the grid
 * @param dataset id of the data set; several are joined by {@code +}
 * @param samples number of test samples of the largest board
 * @param datasets the test samples of each data set
 * @param boards one per data set and threat model
 * @param provenance what produced the numbers, without anything of clock or machine
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

  /** The same of other origin. */
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
   * One data set under one threat model.
   *
   * @param sampleIds the data set's samples that it is about; null for all
   * @param rows sorted by worst-case rate, best first; then those that are unreliable, likewise;
   *     failed rows last
   * @param analyses of the board as a whole, or of pairs of its rows
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Board(
      String dataset,
      int samples,
      ThreatModelEntry threatModel,
      List<Integer> sampleIds,
      List<Row> rows,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<AnalysisResult> analyses) {

    public Board {
      analyses = analyses == null ? List.of() : List.copyOf(analyses);
    }

    /** A board of all samples of its data set, without results of analyses. */
    public Board(String dataset, int samples, ThreatModelEntry threatModel, List<Row> rows) {
      this(dataset, samples, threatModel, null, rows, null);
    }

    /** The same board of other rows. */
    public Board withRows(List<Row> others) {
      return new Board(dataset, samples, threatModel, sampleIds, others, analyses);
    }

    /** The same board with results of analyses. */
    public Board withAnalyses(List<AnalysisResult> results) {
      return new Board(dataset, samples, threatModel, sampleIds, rows, results);
    }
  }

  /**
   * What attacks may do, and what they are after.
   *
   * @param norm the norm's id
   * @param epsilon the radius; infinite, and not written, where there is none
   * @param goal {@link #TARGETED} or {@link #MINIMUM_DISTANCE}; null for untargeted
   * @param target the rule by which a targeted board's targets are chosen; null without one
   * @param classes the targets that are given; null unless there are any
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ThreatModelEntry(
      String norm,
      @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Unbounded.class)
          double epsilon,
      String goal,
      String target,
      List<Integer> classes) {

    /** The goal of reaching a given class. */
    public static final String TARGETED = "targeted";

    /** The goal of the smallest perturbation that is misclassified. */
    public static final String MINIMUM_DISTANCE = "minimum-distance";

    /** An untargeted one. */
    public ThreatModelEntry(String norm, double epsilon) {
      this(norm, epsilon, null, null, null);
    }

    @JsonCreator
    static ThreatModelEntry read(
        @JsonProperty("norm") String norm,
        @JsonProperty("epsilon") Double epsilon,
        @JsonProperty("goal") String goal,
        @JsonProperty("target") String target,
        @JsonProperty("classes") List<Integer> classes) {
      if (epsilon == null && !MINIMUM_DISTANCE.equals(goal)) {
        throw new IllegalArgumentException("a board's threatModel lacks its epsilon");
      }
      return new ThreatModelEntry(
          norm, epsilon == null ? Double.POSITIVE_INFINITY : epsilon, goal, target, classes);
    }

    /** Whether attacks are after any other class, within the ball. */
    public boolean untargeted() {
      return goal == null;
    }

    /** Whether attacks are after given classes. */
    public boolean targeted() {
      return TARGETED.equals(goal);
    }

    /** Whether attacks are after the smallest distance. */
    public boolean minimumDistance() {
      return MINIMUM_DISTANCE.equals(goal);
    }

    /** Whether attacks of another board are after the same. */
    public boolean sameGoal(ThreatModelEntry other) {
      return Objects.equals(goal, other.goal)
          && Objects.equals(target, other.target)
          && Objects.equals(classes, other.classes);
    }

    /** Whether it has a radius. */
    public boolean bounded() {
      return !Double.isInfinite(epsilon);
    }

    /** Which targets, in a word or as a list; empty unless targeted. */
    public String targets() {
      return classes == null ? target == null ? "" : target : classes.toString();
    }

    /** {@code linf 0.1}, {@code linf 0.1 targeted next}, {@code l2 minimum-distance}. */
    public String words() {
      return norm
          + (bounded() ? " " + epsilon : "")
          + (goal == null ? "" : " " + goal)
          + (targets().isEmpty() ? "" : " " + targets());
    }

    /** Filters radii that are none, out of what is written. */
    public static final class Unbounded {
      @Override
      public boolean equals(Object value) {
        return value instanceof Double radius && radius.isInfinite();
      }

      @Override
      public int hashCode() {
        return 0;
      }
    }
  }

  /**
   * One defense instance on one architecture.
   *
   * @param label unique within the board
   * @param defense the plugin's id, or {@code model} for a model file
   * @param parameters resolved, defaults included
   * @param draws of a randomised row that an attack's expectation is over; null of any other
   * @param judgements by whose majority a randomised row is judged; null likewise
   * @param status {@code complete}, {@code incomplete} or {@code failed}
   * @param attacks rate under each attack, by label; absent attacks failed or are not finished
   * @param worst rate of samples that survive every attack, over the samples that every attack was
   *     run on; null where an attack is missing, or there is none
   * @param certified rate of the certified samples whose decision is right and certified at least
   *     at an L2 radius, by radius, the same on every board of the data set; null where the row
   *     issues no certificates, or some are missing
   * @param certifiedSamples how many of the first samples were certified, null likewise
   * @param passes per sample; clean prediction, certification and training excluded
   * @param flags what a reader must know before believing the row
   * @param perSeed each seed's own results and outcome bits
   * @param figures further figures by name
   * @param analyses of the row or its seeds
   * @param distances at which attacks broke samples; null unless the board's goal is minimum
   *     distance
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Row(
      String label,
      String defense,
      String architecture,
      Map<String, Object> parameters,
      List<Long> seeds,
      Integer draws,
      Integer judgements,
      String status,
      Rate clean,
      Map<String, Rate> attacks,
      Rate worst,
      Map<String, Rate> certified,
      Integer certifiedSamples,
      Passes passes,
      List<Flag> flags,
      List<SeedResult> perSeed,
      Map<String, Double> figures,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<AnalysisResult> analyses,
      DistanceSummary distances) {

    public Row {
      analyses = analyses == null ? List.of() : List.copyOf(analyses);
    }

    /** A row without results of analyses. */
    public Row(
        String label,
        String defense,
        String architecture,
        Map<String, Object> parameters,
        List<Long> seeds,
        Integer draws,
        Integer judgements,
        String status,
        Rate clean,
        Map<String, Rate> attacks,
        Rate worst,
        Map<String, Rate> certified,
        Integer certifiedSamples,
        Passes passes,
        List<Flag> flags,
        List<SeedResult> perSeed,
        Map<String, Double> figures) {
      this(
          label,
          defense,
          architecture,
          parameters,
          seeds,
          draws,
          judgements,
          status,
          clean,
          attacks,
          worst,
          certified,
          certifiedSamples,
          passes,
          flags,
          perSeed,
          figures,
          null,
          null);
    }

    /** The same row with what a board of minimum distance shows. */
    Row withDistances(DistanceSummary summary) {
      return new Row(
          label,
          defense,
          architecture,
          parameters,
          seeds,
          draws,
          judgements,
          status,
          clean,
          attacks,
          worst,
          certified,
          certifiedSamples,
          passes,
          flags,
          perSeed,
          figures,
          analyses,
          summary);
    }

    /** A row that is not randomised. */
    public Row(
        String label,
        String defense,
        String architecture,
        Map<String, Object> parameters,
        List<Long> seeds,
        String status,
        Rate clean,
        Map<String, Rate> attacks,
        Rate worst,
        Map<String, Rate> certified,
        Integer certifiedSamples,
        Passes passes,
        List<Flag> flags,
        List<SeedResult> perSeed,
        Map<String, Double> figures) {
      this(
          label,
          defense,
          architecture,
          parameters,
          seeds,
          null,
          null,
          status,
          clean,
          attacks,
          worst,
          certified,
          certifiedSamples,
          passes,
          flags,
          perSeed,
          figures);
    }

    /**
     * Whether a check found a sign that attacks failed on the row: what it keeps under attack is an
     * upper bound then, and no place among the other rows is earned by it.
     */
    public boolean unreliable() {
      return flags.stream().anyMatch(Flag::leavesUpperBound);
    }

    /** The same row with other remarks. */
    public Row withFlags(List<Flag> remarks) {
      return new Row(
          label,
          defense,
          architecture,
          parameters,
          seeds,
          draws,
          judgements,
          status,
          clean,
          attacks,
          worst,
          certified,
          certifiedSamples,
          passes,
          remarks,
          perSeed,
          figures,
          analyses,
          distances);
    }

    /** The same row with results of analyses. */
    public Row withAnalyses(List<AnalysisResult> results) {
      return new Row(
          label,
          defense,
          architecture,
          parameters,
          seeds,
          draws,
          judgements,
          status,
          clean,
          attacks,
          worst,
          certified,
          certifiedSamples,
          passes,
          flags,
          perSeed,
          figures,
          results,
          distances);
    }

    /** The same row of some of its seeds, its rates left as they are. */
    public Row ofSeeds(List<SeedResult> some) {
      return new Row(
          label,
          defense,
          architecture,
          parameters,
          seeds,
          draws,
          judgements,
          status,
          clean,
          attacks,
          worst,
          certified,
          certifiedSamples,
          passes,
          flags,
          some,
          figures,
          analyses,
          distances);
    }
  }

  /**
   * A rate with its interval over samples.
   *
   * @param low lower end at the stated confidence
   * @param high upper end
   * @param spread standard deviation between training seeds, null with one seed
   * @param samples how many of the board's first samples it is over; null for all, and where it is
   *     certified
   * @param rank among the board's rows by this rate; null where it was not drawn up
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Rate(
      double rate, double low, double high, Double spread, Integer samples, Rank rank) {

    /** A rate over all samples of the board. */
    public Rate(double rate, double low, double high, Double spread) {
      this(rate, low, high, spread, null, null);
    }

    /** A rate without a rank. */
    public Rate(double rate, double low, double high, Double spread, Integer samples) {
      this(rate, low, high, spread, samples, null);
    }

    /** The same rate with its rank. */
    public Rate ranked(Rank among) {
      return new Rate(rate, low, high, spread, samples, among);
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

    /** Whether it is a check's sign that attacks failed, and not the remark of something else. */
    public boolean leavesUpperBound() {
      return evidence != null && !Boolean.TRUE.equals(evidence.figuresHold());
    }

    /** Whether it is about what was measured, and not about how the model's file was read. */
    public boolean concernsEvaluation() {
      return !kind.equals(MODEL_FILE);
    }

    /** A remark that stands by itself. */
    public Flag(String kind, String attack, String message) {
      this(kind, attack, message, null);
    }
  }

  /**
   * One training seed. Outcome bits are of the board's first samples: of all, unless the row or the
   * attack is limited to fewer.
   *
   * @param weightHash SHA-256 of the weights
   * @param clean outcome bits: 1 where the prediction is right
   * @param attacks outcome bits by attack: 1 where the sample is right and stays right
   * @param worst 1 where the sample survives every attack; of the samples that all were run on
   * @param certified outcome bits of the first samples by radius: 1 where the certified decision is
   *     right and its radius at least this one; null where there is none
   * @param cells what each attack cell left, by attack
   * @param certification what the certification left, null where there is none
   * @param checks what checks of the evaluation found, null likewise
   * @param distances by attack, on boards of minimum distance: of each sample, 0 where it is wrong
   *     without attack and null where the attack did not break it; else null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SeedResult(
      long seed,
      String weightHash,
      Bits clean,
      Map<String, Bits> attacks,
      Bits worst,
      Map<String, Bits> certified,
      Map<String, Cell> cells,
      Cell certification,
      Checks checks,
      Map<String, List<Double>> distances) {

    /** A seed of a board of another goal than minimum distance. */
    public SeedResult(
        long seed,
        String weightHash,
        Bits clean,
        Map<String, Bits> attacks,
        Bits worst,
        Map<String, Bits> certified,
        Map<String, Cell> cells,
        Cell certification,
        Checks checks) {
      this(seed, weightHash, clean, attacks, worst, certified, cells, certification, checks, null);
    }

    /** A seed whose evaluation was not checked. */
    public SeedResult(
        long seed,
        String weightHash,
        Bits clean,
        Map<String, Bits> attacks,
        Bits worst,
        Map<String, Bits> certified,
        Map<String, Cell> cells,
        Cell certification) {
      this(seed, weightHash, clean, attacks, worst, certified, cells, certification, null);
    }

    /** What checks were told, without those that could not be made; empty where none were. */
    List<CheckEvidence> evidence() {
      return checks == null
          ? List.of()
          : checks.evidence().stream().filter(e -> e.notRun() == null).toList();
    }
  }

  /**
   * An attack or a certification in brief.
   *
   * @param key content key
   * @param status {@code complete} or {@code failed}
   * @param message why it failed, else null
   * @param medianNorm median perturbation norm over samples that fell, NaN-free: null when none
   * @param tried pairs of a sample and a target that were tried; null unless targeted
   * @param reached how many of them were reached; null likewise
   * @param foundBy for each part of an attack of several, the samples that it broke; null for
   *     others
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Cell(
      String key,
      String status,
      String message,
      Passes passes,
      Double medianNorm,
      Integer tried,
      Integer reached,
      SortedMap<String, Integer> foundBy) {

    /** A cell without parts. */
    public Cell(
        String key,
        String status,
        String message,
        Passes passes,
        Double medianNorm,
        Integer tried,
        Integer reached) {
      this(key, status, message, passes, medianNorm, tried, reached, null);
    }

    /** A cell without targets. */
    public Cell(String key, String status, String message, Passes passes, Double medianNorm) {
      this(key, status, message, passes, medianNorm, null, null);
    }
  }
}
