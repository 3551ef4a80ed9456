package org.robustgrid.leaderboard;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;

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
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Unbounded.class) double epsilon,
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
