package org.robustgrid.run.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.run.grid.Grid;
import org.robustgrid.run.grid.Grid.DefenseEntry;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;

/** Finds rows whose model provides less access than attacks of the grid need. */
final class AccessPlanner {

  private final PluginRegistry registry;
  private final Problems problems;

  AccessPlanner(PluginRegistry registry, Problems problems) {
    this.registry = registry;
    this.problems = problems;
  }

  /** Which attacks are left out of which rows; a row without any attack goes to the problems. */
  List<String> notes(Grid grid, List<PlannedModel> models, List<PlannedAttack> attacks) {
    List<String> notes = new ArrayList<>();
    Set<String> rows = new HashSet<>();
    for (PlannedModel model : models) {
      List<PlannedAttack> left =
          attacks.stream().filter(attack -> !model.offers(attack.access())).toList();
      if (left.isEmpty() || !rows.add(model.row())) {
        continue;
      }
      String names = left.stream().map(PlannedAttack::label).collect(Collectors.joining(", "));
      if (left.size() == attacks.size()) {
        problems.add(place(grid, model), unattacked(model, names));
      } else {
        notes.add("not run on row " + model.row() + ", which " + gives(model) + ": " + names);
      }
    }
    return notes;
  }

  private String unattacked(PlannedModel model, String names) {
    String able =
        registry.all(PluginKind.ATTACK).stream()
            .filter(plugin -> model.offers(plugin.attack().access()))
            .map(Plugin::id)
            .sorted()
            .collect(Collectors.joining(", "));
    return "no attack of the grid works on row '"
        + model.row()
        + "', whose Python model "
        + gives(model)
        + ", while all attacks need more ("
        + names
        + "); add one that works ("
        + able
        + "), or let the model give more";
  }

  private static String gives(PlannedModel model) {
    return "gives " + model.readAs().python().gives().name().toLowerCase(Locale.ROOT) + " only";
  }

  private static Place place(Grid grid, PlannedModel model) {
    return grid.defenses().stream()
        .map(DefenseEntry::plugin)
        .filter(plugin -> plugin.label().equals(model.row()))
        .map(Grid.PluginEntry::place)
        .findFirst()
        .orElse(Place.none("defenses"));
  }
}
