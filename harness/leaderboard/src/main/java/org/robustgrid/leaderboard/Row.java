package org.robustgrid.leaderboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Leaderboard.Passes;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.analysis.AnalysisResult;

/**
 * One defense instance on one architecture.
 *
 * @param label unique within the board
 * @param defense the plugin's id, or {@code model} for a model file
 * @param parameters resolved, defaults included
 * @param draws number of draws over which attacks on a randomised row average; null for other rows
 * @param judgements number of fresh draws whose majority decides a prediction of a randomised row;
 *     null for other rows
 * @param status how far it has come
 * @param attacks rate under each attack, by label; absent attacks failed or are not finished
 * @param worst rate of samples that survive every attack, over the samples that every attack was
 *     run on; null if an attack is missing, or there is none
 * @param certified rate of the certified samples whose decision is right and certified at least at
 *     an L2 radius, by radius, the same on every board of the data set; null if the row issues no
 *     certificates, or some are missing
 * @param certifiedSamples how many of the first samples were certified; null under the same
 *     conditions
 * @param passes per sample; clean prediction, certification and training excluded
 * @param flags remarks that limit how far the row can be relied on
 * @param perSeed each seed's own results and outcome bits
 * @param figures further figures by name
 * @param analyses of the row or its seeds
 * @param distances at which attacks broke samples; null unless the board's goal is minimum distance
 * @param columns rates of further columns beside the worst case, by name: other protocols of a
 *     randomised row, images of other rows; null if there are none
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
    State status,
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
    DistanceSummary distances,
    Map<String, Rate> columns) {

  public Row {
    analyses = analyses == null ? List.of() : List.copyOf(analyses);
  }

  /**
   * Starts a complete row of no attacks.
   *
   * @param label unique within the board
   * @param defense the plugin's id, or {@code model} for a model file
   */
  public static Builder builder(String label, String defense) {
    Builder b = new Builder();
    b.label = label;
    b.defense = defense;
    return b;
  }

  /** A row that starts as a copy of this one. */
  public Builder toBuilder() {
    Builder b = new Builder();
    b.label = label;
    b.defense = defense;
    b.architecture = architecture;
    b.parameters = parameters;
    b.seeds = seeds;
    b.draws = draws;
    b.judgements = judgements;
    b.status = status;
    b.clean = clean;
    b.attacks = attacks;
    b.worst = worst;
    b.certified = certified;
    b.certifiedSamples = certifiedSamples;
    b.passes = passes;
    b.flags = flags;
    b.perSeed = perSeed;
    b.figures = figures;
    b.analyses = analyses;
    b.distances = distances;
    b.columns = columns;
    return b;
  }

  /**
   * Whether a check found a sign that attacks failed on the row. Its robust accuracy is then an
   * upper bound, and the row is not ranked.
   */
  public boolean unreliable() {
    return flags.stream().anyMatch(Flag::leavesUpperBound);
  }

  /** The same row with other remarks. */
  public Row withFlags(List<Flag> remarks) {
    return toBuilder().flags(remarks).build();
  }

  /** The same row with results of analyses. */
  public Row withAnalyses(List<AnalysisResult> results) {
    return toBuilder().analyses(results).build();
  }

  /** The same row of some of its seeds, its rates left as they are. */
  public Row ofSeeds(List<SeedResult> some) {
    return toBuilder().perSeed(some).build();
  }

  /** Builds a {@link Row}. */
  public static final class Builder {
    private String label;
    private String defense;
    private String architecture;
    private Map<String, Object> parameters = Map.of();
    private List<Long> seeds = List.of();
    private Integer draws;
    private Integer judgements;
    private State status = State.COMPLETE;
    private Rate clean;
    private Map<String, Rate> attacks = Map.of();
    private Rate worst;
    private Map<String, Rate> certified;
    private Integer certifiedSamples;
    private Passes passes;
    private List<Flag> flags = List.of();
    private List<SeedResult> perSeed = List.of();
    private Map<String, Double> figures = Map.of();
    private List<AnalysisResult> analyses = List.of();
    private DistanceSummary distances;
    private Map<String, Rate> columns;

    private Builder() {}

    public Builder architecture(String value) {
      architecture = value;
      return this;
    }

    public Builder parameters(Map<String, Object> value) {
      parameters = value;
      return this;
    }

    public Builder seeds(List<Long> value) {
      seeds = value;
      return this;
    }

    public Builder draws(Integer value) {
      draws = value;
      return this;
    }

    public Builder judgements(Integer value) {
      judgements = value;
      return this;
    }

    public Builder status(State value) {
      status = value;
      return this;
    }

    public Builder clean(Rate value) {
      clean = value;
      return this;
    }

    public Builder attacks(Map<String, Rate> value) {
      attacks = value;
      return this;
    }

    public Builder worst(Rate value) {
      worst = value;
      return this;
    }

    public Builder certified(Map<String, Rate> value) {
      certified = value;
      return this;
    }

    public Builder certifiedSamples(Integer value) {
      certifiedSamples = value;
      return this;
    }

    public Builder passes(Passes value) {
      passes = value;
      return this;
    }

    public Builder flags(List<Flag> value) {
      flags = value;
      return this;
    }

    public Builder perSeed(List<SeedResult> value) {
      perSeed = value;
      return this;
    }

    public Builder figures(Map<String, Double> value) {
      figures = value;
      return this;
    }

    public Builder analyses(List<AnalysisResult> value) {
      analyses = value;
      return this;
    }

    public Builder distances(DistanceSummary value) {
      distances = value;
      return this;
    }

    public Builder columns(Map<String, Rate> value) {
      columns = value == null || value.isEmpty() ? null : value;
      return this;
    }

    public Row build() {
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
          distances,
          columns);
    }
  }
}
