package org.robustgrid.run.plugin;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A place plugins are looked for in.
 *
 * @param name shown to the user, for example the jar's path
 * @param loader sees the plugins' classes
 * @param files the plugin's own; empty for the class path, whose plugins are the bundled ones
 */
public record PluginSource(String name, ClassLoader loader, Optional<PluginFiles> files) {

  public PluginSource {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(loader, "loader");
    Objects.requireNonNull(files, "files");
  }

  /** The class path this process was started with: the bundled plugins. */
  public static PluginSource classPath() {
    ClassLoader loader = PluginSource.class.getClassLoader();
    return new PluginSource("class path", loader, Optional.empty());
  }

  /** A jar or folder of jars, with a class loader of its own. */
  static PluginSource of(PluginFiles files) {
    ClassLoader loader = files.loader(PluginSource.class.getClassLoader());
    return new PluginSource(files.location().toString(), loader, Optional.of(files));
  }

  boolean bundled() {
    return files.isEmpty();
  }

  /** Where one of its classes comes from: of a plugin of several jars, all of them. */
  PluginOrigin origin(Class<?> type) {
    PluginOrigin origin = PluginOrigin.of(type);
    Optional<Path> location = files.map(PluginFiles::location);
    return bundled() ? origin : new PluginOrigin(location, origin.version(), false);
  }
}
