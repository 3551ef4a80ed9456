package org.robustgrid.run.plan;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.robustgrid.base.UserException;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.base.yaml.Values;
import org.robustgrid.leaderboard.Check;
import org.robustgrid.run.grid.Grid.ChecksEntry;
import org.robustgrid.run.grid.Grid.PluginEntry;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;

/** Decides which checks a grid's rows undergo, and with which attacks. */
final class CheckPlanner {

  /** Enough for a share of 10 % to be told from the 1 % that is tolerated. */
  private static final int SAMPLES = 100;

  /** A ball that holds everything needs few steps, and blindness needs few queries to show. */
  private static final Map<String, Object> EFFORT = Map.of("steps", 20L, "queries", 200L);

  private final PluginRegistry registry;
  private final PluginResolver resolver;
  private final Problems problems;

  CheckPlanner(PluginRegistry registry, PluginResolver resolver, Problems problems) {
    this.registry = registry;
    this.resolver = resolver;
    this.problems = problems;
  }

  /**
   * Plans checks.
   *
   * @param entry what the grid asks for; empty for all
   */
  PlannedChecks plan(Optional<ChecksEntry> entry) {
    Set<Check> checks = entry.map(this::named).orElseGet(() -> EnumSet.allOf(Check.class));
    return checks.isEmpty()
        ? PlannedChecks.NONE
        : new PlannedChecks(
            List.copyOf(checks),
            SAMPLES,
            checks.contains(Check.SURVIVES_ANY_EPSILON) ? attack(PlannedChecks.GRADIENT) : null,
            checks.contains(Check.BLACK_BOX_WINS) ? attack(PlannedChecks.BLACK_BOX) : null);
  }

  private Set<Check> named(ChecksEntry entry) {
    Set<Check> checks = EnumSet.noneOf(Check.class);
    for (String name : entry.names()) {
      Optional<Check> check = Check.of(name);
      if (check.isEmpty()) {
        problems.add(
            entry.place(),
            "there is no check '"
                + name
                + "'; expected 'none', or a list of "
                + String.join(", ", Check.ids()));
      }
      check.ifPresent(checks::add);
    }
    if (checks.stream().anyMatch(Check::presumesDecisions)) {
      checks.add(Check.CONSTANT_MODEL);
    }
    return checks;
  }

  /** The attack by an id, made cheap; null where no such plugin is loaded. */
  private PlannedAttack attack(String id) {
    Plugin plugin;
    try {
      plugin = registry.find(PluginKind.ATTACK, id);
    } catch (UserException e) {
      return null;
    }
    Map<String, Object> effort = new TreeMap<>(EFFORT);
    effort
        .keySet()
        .retainAll(plugin.descriptor().parameters().stream().map(Parameter::name).toList());
    PluginEntry entry = new PluginEntry(id, id, Values.of(effort), Place.none("checks"));
    return new PlannedAttack(
        resolver.resolveWithoutCreating(plugin, entry),
        plugin.descriptor().norms().stream().map(Norm::id).sorted().toList(),
        GridPlanner.access(plugin).name(),
        null);
  }
}
