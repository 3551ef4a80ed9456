package org.robustgrid.run.plan;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

/** Decides which checks a grid's rows undergo, and with which attacks. */
final class CheckPlanner {

  /** Enough for a share of 10 % to be told from the 1 % that is tolerated. */
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
            checks.contains(Check.SURVIVES_ANY_EPSILON) ? reference(Access.GRADIENTS) : null,
            checks.contains(Check.BLACK_BOX_WINS) ? reference(Access.SCORES) : null);
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

  /**
   * The reference attack of an access, made cheap: a ball that holds everything needs few steps,
   * and blindness needs few queries to show. Null where no plugin declares to be one.
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
