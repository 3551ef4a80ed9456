package org.robustgrid.run.plan;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginOrigin;
import org.robustgrid.run.plugin.PluginRegistry;

/** Which code of plugins a plan runs: what workers must load, and no other. */
public final class PlannedCode {

  private PlannedCode() {}

  private record Use(PluginKind kind, PlannedPlugin plugin) {}

  private static Stream<Use> uses(GridPlan plan) {
    Stream<Use> datasets =
        plan.datasets().stream().map(d -> new Use(PluginKind.DATASET, d.plugin()));
    Stream<Use> architectures =
        plan.models().stream()
            .filter(m -> m.architecture() != null)
            .map(m -> new Use(PluginKind.ARCHITECTURE, m.architecture()));
    Stream<Use> defenses =
        plan.models().stream()
            .filter(PlannedModel::shown)
            .map(m -> new Use(PluginKind.DEFENSE, m.defense()));
    Stream<Use> attacks =
        Stream.concat(
                plan.attacks().stream(),
                Stream.of(plan.checks().gradient(), plan.checks().blackBox())
                    .filter(Objects::nonNull))
            .map(a -> new Use(PluginKind.ATTACK, a.plugin()));
    Stream<Use> analyses =
        plan.analyses().stream().map(a -> new Use(PluginKind.ANALYSIS, a.plugin()));
    return Stream.of(datasets, architectures, defenses, attacks, analyses).flatMap(all -> all);
  }

  /** The jars and folders of jars of the dropped-in plugins that a plan needs. */
  public static List<Path> locations(GridPlan plan, PluginRegistry registry) {
    return uses(plan)
        .map(use -> registry.find(use.kind(), use.plugin().id()))
        .map(Plugin::origin)
        .filter(origin -> !origin.bundled())
        .map(PluginOrigin::location)
        .flatMap(location -> location.stream())
        .distinct()
        .toList();
  }

  /** The content hashes of all plugins that a plan was made with. */
  public static Set<String> hashes(GridPlan plan) {
    Set<String> hashes = new LinkedHashSet<>();
    uses(plan).forEach(use -> hashes.add(use.plugin().contentHash()));
    return hashes;
  }
}
