package org.robustgrid.run.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.run.grid.Grid.AttackEntry;
import org.robustgrid.run.grid.Grid.DefenseEntry;
import org.robustgrid.run.grid.Grid.PluginEntry;
import org.robustgrid.run.grid.Grid.ThreatModelEntry;
import org.robustgrid.run.plugin.LoadFailure;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.defense.DefenseCost;
import org.robustgrid.spi.defense.DefenseProvider;

/**
 * Checks that plugins, settings and data fit together before any worker starts: geometry, numbers
 * of classes, remaining training samples.
 */
final class FitPlanner {

  private final List<PlannedDataset> datasets;
  private final Function<PlannedDataset, int[]> trainingSamples;
  private final CustomaryRadii radii;
  private final Problems problems;

  /**
   * @param trainingSamples by class, those of each data set, validation included
   * @param radii what is customary on each
   */
  FitPlanner(
      List<PlannedDataset> datasets,
      Function<PlannedDataset, int[]> trainingSamples,
      CustomaryRadii radii,
      Problems problems) {
    this.datasets = datasets;
    this.trainingSamples = trainingSamples;
    this.radii = radii;
    this.problems = problems;
  }

  /** An attack on every data set. */
  void attack(AttackEntry entry, Plugin plugin, PlannedPlugin planned) {
    for (PlannedDataset dataset : datasets) {
      plugin(entry.plugin(), plugin, planned, dataset, describe(dataset, 0));
    }
  }

  /**
   * The goals that a grid requests of an attack, each of which the attack must support on the data.
   */
  void goals(
      AttackEntry entry,
      Plugin plugin,
      PlannedPlugin planned,
      List<String> norms,
      List<PlannedThreatModel> threats) {
    Set<Goal.Kind> goals = EnumSet.noneOf(Goal.Kind.class);
    for (PlannedThreatModel threat : threats) {
      boolean declared =
          norms.contains(threat.norm())
              && plugin.attack().supports(Norm.of(threat.norm()), threat.kind());
      if (declared) {
        goals.add(threat.kind());
      }
    }
    AttackProvider provider = (AttackProvider) plugin.provider();
    for (Goal.Kind goal : goals) {
      for (PlannedDataset dataset : datasets) {
        check(
            entry.plugin(),
            plugin,
            planned,
            dataset,
            parameters -> provider.requireServes(goal, parameters, describe(dataset, 0)));
      }
    }
  }

  /**
   * An analysis on every data set.
   *
   * @param samples test samples that its rows are evaluated on at least, by label of the data set
   */
  void analysis(
      PluginEntry entry, Plugin plugin, PlannedPlugin planned, Map<String, Integer> samples) {
    for (PlannedDataset dataset : datasets) {
      int fewest = samples.getOrDefault(dataset.label(), dataset.samples());
      plugin(entry, plugin, planned, dataset, describe(dataset, 0, fewest));
    }
  }

  /** The labels of the data sets that a plugin does not refuse. */
  List<String> suited(Plugin plugin, PlannedPlugin planned) {
    List<String> suited = new ArrayList<>();
    for (PlannedDataset dataset : datasets) {
      try {
        plugin
            .provider()
            .requireFits(
                Parameters.of(plugin.descriptor(), planned.parameters()), describe(dataset, 0));
        suited.add(dataset.label());
      } catch (RuntimeException | LinkageError e) {
        // a listed one is refused elsewhere with a message; an automatic one is left out
        continue;
      }
    }
    return suited;
  }

  /** The estimated cost of an analysis, by label of the data set. */
  Map<String, Passes> passesOfAnalysis(PluginEntry entry, Plugin plugin, PlannedPlugin planned) {
    Map<String, Passes> passes = new TreeMap<>();
    AnalysisProvider provider = (AnalysisProvider) plugin.provider();
    for (PlannedDataset dataset : datasets) {
      estimate(
              entry,
              plugin,
              planned,
              parameters -> provider.estimate(parameters, describe(dataset, 0), dataset.samples()))
          .ifPresent(estimate -> passes.put(dataset.label(), estimate));
    }
    return passes;
  }

  /** An architecture that something is trained on. */
  void architecture(PluginEntry entry, Plugin plugin, PlannedPlugin planned) {
    for (PlannedDataset dataset : datasets) {
      plugin(entry, plugin, planned, dataset, describe(dataset, 0));
    }
  }

  /** A row that is trained, on every data set. */
  void defense(DefenseEntry entry, Plugin plugin, PlannedPlugin planned, TrainingFit training) {
    for (PlannedDataset dataset : datasets) {
      DataDescription data = describe(dataset, training.validation());
      PlannedPlugin there = radii.on(entry.plugin(), plugin, planned, dataset);
      plugin(entry.plugin(), plugin, there, dataset, data);
      training.check(dataset, data, Arrays.stream(trainingSamples.apply(dataset)).sum());
    }
  }

  /** The estimated cost of an attack, by label of the data set. */
  Map<String, Passes> passes(PluginEntry entry, Plugin plugin, PlannedPlugin planned) {
    Map<String, Passes> passes = new TreeMap<>();
    AttackProvider provider = (AttackProvider) plugin.provider();
    for (PlannedDataset dataset : datasets) {
      estimate(
              entry,
              plugin,
              planned,
              parameters -> provider.estimate(parameters, describe(dataset, 0)))
          .ifPresent(estimate -> passes.put(dataset.label(), estimate));
    }
    return passes;
  }

  /** The estimated cost of a defense. */
  DefenseCost cost(PluginEntry entry, Plugin plugin, PlannedPlugin planned) {
    DefenseProvider provider = (DefenseProvider) plugin.provider();
    return estimate(entry, plugin, planned, provider::estimate).orElse(DefenseCost.CLEAN_TRAINING);
  }

  private <T> Optional<T> estimate(
      PluginEntry entry, Plugin plugin, PlannedPlugin planned, Function<Parameters, T> estimate) {
    if (planned.parameters().size() < plugin.descriptor().parameters().size()) {
      return Optional.empty();
    }
    try {
      return Optional.of(estimate.apply(Parameters.of(plugin.descriptor(), planned.parameters())));
    } catch (IllegalArgumentException | DataException e) {
      // what does not fit is reported where it is checked
      return Optional.empty();
    } catch (RuntimeException | LinkageError e) {
      problems.add(
          entry.place(),
          plugin.kind().id()
              + " '"
              + entry.label()
              + "' cannot estimate its cost: "
              + LoadFailure.describe(e));
      return Optional.empty();
    }
  }

  private void plugin(
      PluginEntry entry,
      Plugin plugin,
      PlannedPlugin planned,
      PlannedDataset dataset,
      DataDescription data) {
    check(
        entry,
        plugin,
        planned,
        dataset,
        parameters -> plugin.provider().requireFits(parameters, data));
  }

  private void check(
      PluginEntry entry,
      Plugin plugin,
      PlannedPlugin planned,
      PlannedDataset dataset,
      Consumer<Parameters> check) {
    if (planned.parameters().size() < plugin.descriptor().parameters().size()) {
      return;
    }
    Place place = entry.place();
    String who =
        plugin.kind().id() + " '" + entry.label() + "' on data set '" + dataset.label() + "'";
    try {
      Parameters parameters = Parameters.of(plugin.descriptor(), planned.parameters());
      check.accept(parameters);
    } catch (IllegalArgumentException | DataException e) {
      problems.add(place, who + ": " + e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      problems.add(place, who + " cannot be checked: " + LoadFailure.describe(e));
    }
  }

  private DataDescription describe(PlannedDataset dataset, double validation) {
    return describe(dataset, validation, dataset.samples());
  }

  private DataDescription describe(PlannedDataset dataset, double validation, int testSamples) {
    return DataDescription.builder()
        .inputShape(dataset.inputShape().stream().mapToLong(Long::longValue).toArray())
        .domain(new Domain(dataset.low(), dataset.high()))
        .classNames(dataset.classNames())
        .testSamples(testSamples)
        .trainingSamples(
            Arrays.stream(trainingSamples.apply(dataset))
                .map(samples -> samples - ValidationSplit.held(validation, samples))
                .toArray())
        .build();
  }

  /** A threat model's radius in each data set; where there is a box, nothing is farther apart. */
  void threatModel(ThreatModelEntry entry) {
    for (PlannedDataset dataset : datasets) {
      double range = dataset.high() - dataset.low();
      double size =
          dataset.inputShape().stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
      double farthest =
          switch (entry.norm()) {
            case "linf" -> range;
            case "l2" -> range * Math.sqrt(size);
            case "l1" -> range * size;
            case "l0" -> size;
            default -> Double.POSITIVE_INFINITY;
          };
      if (entry.epsilon() > farthest && Double.isFinite(entry.epsilon())) {
        problems.add(
            entry.place(),
            "epsilon "
                + entry.epsilon()
                + " is more than any two inputs of data set '"
                + dataset.label()
                + "' are apart under "
                + entry.norm()
                + ", which is "
                + farthest
                + "; give it in units of the data, whose values are in "
                + dataset.low()
                + " to "
                + dataset.high()
                + " (8/255, not 8)");
      }
    }
  }
}
