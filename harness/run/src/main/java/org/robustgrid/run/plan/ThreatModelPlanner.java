package org.robustgrid.run.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.run.grid.Grid.TargetEntry;
import org.robustgrid.run.grid.Grid.ThreatModelEntry;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.Goal;

/** Validates threat models: norms, radii, goals and targets. */
final class ThreatModelPlanner {

  private final List<PlannedDataset> datasets;
  private final Problems problems;

  ThreatModelPlanner(List<PlannedDataset> datasets, Problems problems) {
    this.datasets = datasets;
    this.problems = problems;
  }

  /** As many as there are entries, in their order. */
  List<PlannedThreatModel> plan(List<ThreatModelEntry> entries) {
    List<PlannedThreatModel> planned = new ArrayList<>();
    Set<PlannedThreatModel> sound = new HashSet<>();
    for (ThreatModelEntry entry : entries) {
      int before = problems.messages().size();
      norm(entry);
      radius(entry);
      PlannedThreatModel threat = goal(entry);
      // what a wrong one stands for until it is mended may be there already
      if (problems.messages().size() == before && !sound.add(threat)) {
        problems.add(entry.place(), "the threat model " + threat + " occurs twice");
      }
      planned.add(threat);
    }
    return planned;
  }

  private void norm(ThreatModelEntry entry) {
    try {
      Norm.of(entry.norm());
    } catch (IllegalArgumentException e) {
      problems.add(entry.place(), e.getMessage() + suggestion(entry.norm()));
    }
  }

  /** Common other names of the norms. */
  private static String suggestion(String norm) {
    String plain = norm.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9∞]", "");
    String meant =
        switch (plain) {
          case "inf", "linf", "linfinity", "infinity", "l∞", "∞", "max" -> "linf";
          case "2", "l2", "euclidean" -> "l2";
          case "1", "l1" -> "l1";
          case "0", "l0" -> "l0";
          default -> "";
        };
    return meant.isEmpty() ? "" : "; did you mean " + meant + "?";
  }

  private void radius(ThreatModelEntry entry) {
    double epsilon = entry.epsilon();
    boolean none = entry.goal().filter(Goal.Kind.MINIMUM_DISTANCE.id()::equals).isPresent();
    if (!(epsilon >= 0) || Double.isInfinite(epsilon) && !none) {
      problems.add(entry.place(), "epsilon must be finite and at least 0, found " + epsilon);
    } else if (entry.norm().equals(Norm.L0.id())
        && !Double.isInfinite(epsilon)
        && epsilon != Math.rint(epsilon)) {
      problems.add(
          entry.place(),
          "epsilon under l0 is how many values may change: expected a whole number, found "
              + epsilon);
    }
  }

  private PlannedThreatModel goal(ThreatModelEntry entry) {
    String id = entry.goal().orElse(Goal.Kind.UNTARGETED.id());
    PlannedThreatModel untargeted = new PlannedThreatModel(entry.norm(), entry.epsilon());
    Goal.Kind kind;
    try {
      kind = Goal.Kind.of(id);
    } catch (IllegalArgumentException e) {
      problems.add(entry.place(), e.getMessage());
      return untargeted;
    }
    if (kind != Goal.Kind.TARGETED) {
      entry
          .target()
          .ifPresent(
              target ->
                  problems.add(
                      target.place(),
                      "'target' is for the goal 'targeted', but the goal is '"
                          + id
                          + "'; write 'goal: targeted', or remove 'target'"));
      return new PlannedThreatModel(entry.norm(), entry.epsilon(), id, null, null);
    }
    if (entry.target().isEmpty()) {
      problems.add(
          entry.place(),
          "a targeted goal needs 'target': one of "
              + String.join(", ", TargetRule.ids())
              + ", or a list of classes");
      return untargeted;
    }
    TargetEntry target = entry.target().get();
    if (target.rule().isEmpty()) {
      return new PlannedThreatModel(entry.norm(), entry.epsilon(), id, null, classes(target));
    }
    rule(target);
    return new PlannedThreatModel(entry.norm(), entry.epsilon(), id, target.rule(), null);
  }

  private void rule(TargetEntry target) {
    try {
      TargetRule rule = TargetRule.of(target.rule());
      for (PlannedDataset dataset : datasets) {
        int classes = dataset.classNames().size();
        if (classes < 2 || rule == TargetRule.EACH && classes < 3) {
          problems.add(
              target.place(),
              "the rule '"
                  + rule.id()
                  + "' is unusable on data set '"
                  + dataset.label()
                  + "', which has "
                  + classes
                  + " classes: a sample has one other class at most; attack untargeted, or write"
                  + " 'target: next'");
        }
      }
    } catch (IllegalArgumentException e) {
      problems.add(target.place(), e.getMessage());
    }
  }

  private List<Integer> classes(TargetEntry target) {
    if (target.classes().isEmpty()) {
      problems.add(
          target.place(),
          "expected at least one class under 'target', or a rule: "
              + String.join(", ", TargetRule.ids()));
    }
    TreeSet<Integer> classes = new TreeSet<>();
    for (long given : target.classes()) {
      for (PlannedDataset dataset : datasets) {
        if (given < 0 || given >= dataset.classNames().size()) {
          problems.add(
              target.place(),
              "data set '"
                  + dataset.label()
                  + "' has no class "
                  + given
                  + " to be a target; its classes are 0 to "
                  + (dataset.classNames().size() - 1));
        }
      }
      if (!classes.add((int) Math.max(-1, Math.min(Integer.MAX_VALUE, given)))) {
        problems.add(target.place(), "the class " + given + " occurs twice under 'target'");
      }
    }
    for (PlannedDataset dataset : datasets) {
      boolean none = classes.size() == 1 && dataset.labels().stream().allMatch(classes::contains);
      if (none) {
        problems.add(
            target.place(),
            "every sample of data set '"
                + dataset.label()
                + "' is of class "
                + classes.first()
                + " already; give another target");
      }
    }
    return List.copyOf(classes);
  }
}
