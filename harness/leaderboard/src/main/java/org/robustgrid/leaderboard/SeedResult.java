package org.robustgrid.leaderboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.robustgrid.leaderboard.Leaderboard.Cell;
import org.robustgrid.leaderboard.statistics.Bits;

/**
 * One training seed. Outcome bits are of the board's first samples: of all, unless the row or the
 * attack is limited to fewer.
 *
 * @param weightHash SHA-256 of the weights
 * @param clean outcome bits: 1 if the prediction is right
 * @param attacks outcome bits by attack: 1 if the sample is right and stays right
 * @param worst 1 if the sample survives every attack; of the samples that all were run on
 * @param certified outcome bits of the first samples by radius: 1 if the certified decision is
 *     right and its radius at least this one; null if there is none
 * @param cells what each attack cell left, by attack
 * @param certification what the certification left, null if there is none
 * @param checks what checks of the evaluation found; null if there were none
 * @param distances by attack, on boards of minimum distance: of each sample, 0 if it is wrong
 *     without attack and null if the attack did not break it; else null
 * @param columns further columns beside the worst case, by name; null if there are none
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
    Map<String, List<Double>> distances,
    Map<String, Column> columns) {

  /**
   * Starts a seed without attacks and checks.
   *
   * @param weightHash SHA-256 of the weights
   */
  public static Builder builder(long seed, String weightHash) {
    Builder b = new Builder();
    b.seed = seed;
    b.weightHash = weightHash;
    return b;
  }

  /** The evidence of checks, without those that could not run; empty if none ran. */
  List<CheckEvidence> evidence() {
    return checks == null
        ? List.of()
        : checks.evidence().stream().filter(e -> e.notRun() == null).toList();
  }

  /** Outcome bits of a further column; null if there is none with that name. */
  Bits column(String name) {
    Column column = columns == null ? null : columns.get(name);
    return column == null ? null : column.bits();
  }

  /** Builds a {@link SeedResult}. */
  public static final class Builder {
    private long seed;
    private String weightHash;
    private Bits clean;
    private Map<String, Bits> attacks = Map.of();
    private Bits worst;
    private Map<String, Bits> certified;
    private Map<String, Cell> cells = Map.of();
    private Cell certification;
    private Checks checks;
    private Map<String, List<Double>> distances;
    private Map<String, Column> columns;

    private Builder() {}

    public Builder clean(Bits value) {
      clean = value;
      return this;
    }

    public Builder attacks(Map<String, Bits> value) {
      attacks = value;
      return this;
    }

    public Builder worst(Bits value) {
      worst = value;
      return this;
    }

    public Builder certified(Map<String, Bits> value) {
      certified = value;
      return this;
    }

    public Builder cells(Map<String, Cell> value) {
      cells = value;
      return this;
    }

    public Builder certification(Cell value) {
      certification = value;
      return this;
    }

    public Builder checks(Checks value) {
      checks = value;
      return this;
    }

    public Builder distances(Map<String, List<Double>> value) {
      distances = value;
      return this;
    }

    public Builder columns(Map<String, Column> value) {
      columns = value == null || value.isEmpty() ? null : value;
      return this;
    }

    public SeedResult build() {
      return new SeedResult(
          seed,
          weightHash,
          clean,
          attacks,
          worst,
          certified,
          cells,
          certification,
          checks,
          distances,
          columns);
    }
  }
}
