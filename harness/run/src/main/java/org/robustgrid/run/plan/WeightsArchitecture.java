package org.robustgrid.run.plan;

import java.util.Optional;
import org.robustgrid.models.Skeleton;
import org.robustgrid.run.grid.Grid.PluginEntry;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.network.ArchitectureProvider;

/** The architecture that a file of weights belongs to. */
record WeightsArchitecture(PluginEntry entry, Plugin plugin, PlannedPlugin planned) {

  /** Looks an architecture up; mistakes go to the resolver's problems. */
  static Optional<WeightsArchitecture> find(PluginEntry entry, PluginResolver resolver) {
    return resolver
        .find(PluginKind.ARCHITECTURE, entry)
        .map(plugin -> new WeightsArchitecture(entry, plugin, resolver.resolve(plugin, entry)))
        .filter(WeightsArchitecture::isResolved);
  }

  /** Whether no parameter was wrong. */
  private boolean isResolved() {
    return planned.parameters().size() == plugin.descriptor().parameters().size();
  }

  /** The network for data with a number of classes. */
  Skeleton skeleton(int classes) {
    return new Skeleton(
        planned.label(),
        ((ArchitectureProvider) plugin.provider())
            .create(Parameters.of(plugin.descriptor(), planned.parameters())),
        classes);
  }
}
