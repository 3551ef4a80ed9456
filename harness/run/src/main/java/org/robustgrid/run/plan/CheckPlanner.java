package org.robustgrid.run.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.robustgrid.base.Nearest;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.base.yaml.Values;
import org.robustgrid.leaderboard.Check;
import org.robustgrid.run.grid.Grid.ChecksEntry;
import org.robustgrid.run.grid.Grid.PluginEntry;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.analysis.AnalysisDescriptor.Role;

/** Decides which checks run on a grid's rows, and with which attacks. */
final class CheckPlanner {

  /** Enough to distinguish a share of 10 % from the tolerated 1 %. */
  private static final int SAMPLES = 100;

  private final PluginRegistry registry;
  private final PluginResolver resolver;
  private final FitPlanner fit;
  private final Problems problems;

  CheckPlanner(
      PluginRegistry registry, PluginResolver resolver, FitPlanner fit, Problems problems) {
    this.registry = registry;
    this.resolver = resolver;
    this.fit = fit;
    this.problems = problems;
  }

  /**
   * The checks that a grid asks for, by id.
   *
   * @param entry what the grid says; empty for all
   */
  Set<String> names(Optional<ChecksEntry> entry) {
    Set<String> known = new TreeSet<>(Check.ids());
    registry.all(PluginKind.ANALYSIS).stream()
        .filter(plugin -> plugin.analysis().role() == Role.CHECK)
        .forEach(plugin -> known.add(plugin.id()));
    if (entry.isEmpty()) {
      return known;
    }
    Set<String> names = new TreeSet<>();
    for (String name : entry.get().names()) {
      if (known.contains(name)) {
        names.add(name);
      } else {
        problems.add(
            entry.get().place(),
            "there is no check '"
                + name
                + "'; expected 'none', or a list of "
                + String.join(", ", known)
                + Nearest.question(name, known));
      }
    }
    return names;
  }

  /**
   * Plans checks.
   *
   * @param names of those that are asked for
   * @param analyses of the grid, with what they read
   */
  PlannedChecks plan(Set<String> names, List<PlannedAnalysis> analyses) {
    Set<String> made = new TreeSet<>(Check.ids());
    made.retainAll(names);
    analyses.stream()
        .filter(PlannedAnalysis::isCheck)
        .forEach(check -> made.add(check.plugin().id()));
    return made.isEmpty() && analyses.isEmpty()
        ? PlannedChecks.NONE
        : new PlannedChecks(
            List.copyOf(made),
            SAMPLES,
            probes(analyses, Access.GRADIENTS) ? reference(Access.GRADIENTS) : null,
            probes(analyses, Access.SCORES) ? reference(Access.SCORES) : null);
  }

  private static boolean probes(List<PlannedAnalysis> analyses, Access access) {
    return analyses.stream().anyMatch(analysis -> analysis.probes().contains(access));
  }

  /**
   * The reference attack of an access, made cheap: a ball that holds everything needs few steps,
   * and blindness needs few queries to show. Null if no plugin declares to be one.
   */
  private PlannedAttack reference(Access access) {
    return registry
        .declaring(
            PluginKind.ATTACK,
            plugin ->
                plugin.attack().access() == access && plugin.attack().referenceEffort().isPresent())
        .map(this::cheap)
        .orElse(null);
  }

  private PlannedAttack cheap(Plugin plugin) {
    Map<String, Object> effort = plugin.attack().referenceEffort().orElseThrow();
    PluginEntry entry =
        new PluginEntry(plugin.id(), plugin.id(), Values.of(effort), Place.none("checks"));
    PlannedPlugin planned = resolver.resolveWithoutCreating(plugin, entry);
    return PlannedAttack.of(
        plugin,
        planned,
        plugin.attack().norms().stream().map(Norm::id).sorted().toList(),
        null,
        fit.passes(entry, plugin, planned));
  }
}
