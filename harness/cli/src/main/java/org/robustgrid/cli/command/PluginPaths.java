package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.robustgrid.run.plugin.PluginRegistry;

/**
 * Where this call looks for plugins besides the bundled ones: what options and a grid name, and
 * nothing else. They are looked up when the registry is first asked for.
 */
@Singleton
public final class PluginPaths {

  private final Set<Path> places = new LinkedHashSet<>();

  @Inject
  PluginPaths() {}

  void add(List<Path> more) {
    places.addAll(more);
  }

  /** The bundled plugins and those at these places. */
  public PluginRegistry load() {
    return PluginRegistry.withPlugins(List.copyOf(places));
  }
}
