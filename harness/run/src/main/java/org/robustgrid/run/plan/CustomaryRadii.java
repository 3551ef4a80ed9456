package org.robustgrid.run.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.robustgrid.run.grid.Grid.PluginEntry;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;

/** Sets radii that a grid does not give to the customary ones of each data set. */
final class CustomaryRadii {

  private final Set<String> notes = new LinkedHashSet<>();

  /**
   * A defense's parameters on a data set.
   *
   * @param planned as the grid and the plugin's own defaults have them
   */
  PlannedPlugin on(
      PluginEntry entry, Plugin plugin, PlannedPlugin planned, PlannedDataset dataset) {
    PlannedPlugin followed = planned;
    for (Parameter<?> parameter : plugin.descriptor().parameters()) {
      boolean given = entry.parameters().plain().containsKey(parameter.name());
      if (!given && parameter.followsData()) {
        followed = follow(entry, parameter, followed, dataset);
      }
    }
    return followed;
  }

  private PlannedPlugin follow(
      PluginEntry entry, Parameter<?> parameter, PlannedPlugin planned, PlannedDataset dataset) {
    Optional<Norm> norm = parameter.norm(planned.parameters());
    Double radius = norm.map(under -> dataset.radii().get(under.id())).orElse(null);
    if (radius == null || radius.equals(planned.parameters().get(parameter.name()))) {
      return planned;
    }
    notes.add(
        "defense '"
            + entry.label()
            + "' on "
            + dataset.label()
            + " takes "
            + parameter.name()
            + " "
            + radius
            + ", which is customary there under "
            + norm.orElseThrow().id()
            + "; write '"
            + parameter.name()
            + "' among its parameters to take another");
    return planned.with(parameter.name(), parameter.check(radius));
  }

  /** Which radii followed the data. */
  List<String> notes() {
    return new ArrayList<>(notes);
  }
}
