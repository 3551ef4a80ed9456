package org.robustgrid.core.plugin;

import java.util.Objects;

/**
 * A place plugins are looked for in.
 *
 * @param name shown to the user, for example the jar's path
 * @param loader sees the plugins' classes
 */
public record PluginSource(String name, ClassLoader loader) {

  public PluginSource {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(loader, "loader");
  }

  /** The class path this process was started with: the bundled plugins. */
  public static PluginSource classPath() {
    return new PluginSource("class path", PluginSource.class.getClassLoader());
  }
}
