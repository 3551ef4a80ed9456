package org.robustgrid.run.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.robustgrid.leaderboard.ThreatModelEntry;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.attack.ThreatModel;

/**
 * A threat model of a plan, with the goal of the attacks under it.
 *
 * @param norm the norm's id
 * @param epsilon the radius; infinite, and not written, where there is none
 * @param goal id of the goal; null for untargeted
 * @param target id of the {@link TargetRule}; null unless the goal is targeted by one
 * @param classes the given targets, ascending; null unless there are any
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlannedThreatModel(
    String norm,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = ThreatModelEntry.Unbounded.class)
        double epsilon,
    String goal,
    String target,
    List<Integer> classes) {

  public PlannedThreatModel {
    goal = Goal.Kind.UNTARGETED.id().equals(goal) ? null : goal;
    classes = classes == null || classes.isEmpty() ? null : List.copyOf(classes);
  }

  /** An untargeted one. */
  public PlannedThreatModel(String norm, double epsilon) {
    this(norm, epsilon, null, null, null);
  }

  @JsonCreator
  static PlannedThreatModel read(
      @JsonProperty("norm") String norm,
      @JsonProperty("epsilon") Double epsilon,
      @JsonProperty("goal") String goal,
      @JsonProperty("target") String target,
      @JsonProperty("classes") List<Integer> classes) {
    return new PlannedThreatModel(
        norm, epsilon == null ? Double.POSITIVE_INFINITY : epsilon, goal, target, classes);
  }

  public ThreatModel threatModel() {
    return new ThreatModel(Norm.of(norm), epsilon);
  }

  /** The kind of its goal. */
  public Goal.Kind kind() {
    return goal == null ? Goal.Kind.UNTARGETED : Goal.Kind.of(goal);
  }

  /** As a leaderboard has it. */
  public ThreatModelEntry entry() {
    return new ThreatModelEntry(norm, epsilon, goal, target, classes);
  }

  /** Whether the targets depend on the clean logits. */
  public boolean targetsByLogits() {
    return target != null && TargetRule.of(target).byLogits();
  }

  /**
   * The classes that an attack is to reach from a sample, one run each, in their order.
   *
   * @param logits clean ones; read only if {@link #targetsByLogits}
   * @return empty if no target is left but the label, or without targets
   */
  public int[] targets(long sample, int label, int numberOfClasses, double[] logits) {
    if (kind() != Goal.Kind.TARGETED) {
      return new int[0];
    }
    return classes != null
        ? classes.stream().mapToInt(Integer::intValue).filter(c -> c != label).toArray()
        : TargetRule.of(target).of(sample, label, numberOfClasses, logits);
  }

  /** The largest number of attack runs per sample. */
  public int runs(int numberOfClasses) {
    if (kind() != Goal.Kind.TARGETED) {
      return 1;
    }
    return classes != null
        ? classes.size()
        : TargetRule.EACH.id().equals(target) ? numberOfClasses - 1 : 1;
  }

  /** Whether attacks can pursue the goal from a sample; a sample without a target is left out. */
  public boolean concerns(int label) {
    return classes == null || classes.stream().anyMatch(c -> c != label);
  }

  @Override
  public String toString() {
    return entry().words();
  }
}
