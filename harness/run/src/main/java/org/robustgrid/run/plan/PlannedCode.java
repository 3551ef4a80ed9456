package org.robustgrid.run.plan;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginOrigin;
import org.robustgrid.run.plugin.PluginRegistry;

/** The plugin code that a plan runs, which workers load. */
public final class PlannedCode {

  private PlannedCode() {}

  private record Use(PluginKind kind, String id, String contentHash) {

    Use(PluginKind kind, PlannedPlugin plugin) {
      this(kind, plugin.id(), plugin.contentHash());
    }
  }

  private static Stream<Use> uses(GridPlan plan) {
    Stream<Use> datasets = plan.datasets().stream().flatMap(d -> chain(d.plugin()));
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

  /** A data set's plugin, and those of the data sets that it is made of. */
  private static Stream<Use> chain(PlannedPlugin dataset) {
    return Stream.concat(
        Stream.of(new Use(PluginKind.DATASET, dataset)), inner(dataset.parameters()));
  }

  private static Stream<Use> inner(Map<String, Object> parameters) {
    return parameters.values().stream()
        .filter(Map.class::isInstance)
        .map(DatasetOpener::map)
        .filter(named -> named.get(DatasetOpener.CODE) instanceof String)
        .flatMap(
            named ->
                Stream.concat(
                    Stream.of(
                        new Use(
                            PluginKind.DATASET,
                            String.valueOf(named.get(DatasetOpener.ID)),
                            (String) named.get(DatasetOpener.CODE))),
                    inner(DatasetOpener.nested(named))));
  }

  /** The jars and folders of jars of the dropped-in plugins that a plan needs. */
  public static List<Path> locations(GridPlan plan, PluginRegistry registry) {
    return uses(plan)
        .map(use -> registry.find(use.kind(), use.id()))
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
    uses(plan).forEach(use -> hashes.add(use.contentHash()));
    return hashes;
  }
}
