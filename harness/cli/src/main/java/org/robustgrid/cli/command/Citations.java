package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;

/** The papers of a leaderboard's plugins, as these name them. */
final class Citations {

  private final Provider<PluginRegistry> registry;

  @Inject
  Citations(Provider<PluginRegistry> registry) {
    this.registry = registry;
  }

  /**
   * Papers by plugin, {@code defense trades}; those that name none are left out.
   *
   * @param notes receives a note for each plugin that is not available
   */
  Map<String, List<String>> of(Leaderboard leaderboard, Consumer<String> notes) {
    Map<String, List<String>> known = new TreeMap<>();
    for (PluginKind kind : PluginKind.values()) {
      registry
          .get()
          .all(kind)
          .forEach(
              plugin -> known.put(kind.id() + " " + plugin.id(), plugin.descriptor().citations()));
    }
    Map<String, List<String>> cited = new TreeMap<>();
    for (String plugin : leaderboard.provenance().plugins().keySet()) {
      List<String> papers = known.get(plugin);
      if (papers == null) {
        notes.accept("the page lacks the papers of the " + plugin + ", which is not available");
      } else if (!papers.isEmpty()) {
        cited.put(plugin, papers);
      }
    }
    return cited;
  }
}
