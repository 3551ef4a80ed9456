package org.robustgrid.run.plugin;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a plugin's classes come from.
 *
 * @param location the jar or classes folder, empty if the class loader does not report it
 * @param version of the jar's manifest, or {@code unversioned}
 * @param bundled whether it is on the class path, else it was dropped in
 */
public record PluginOrigin(Optional<Path> location, String version, boolean bundled) {

  /** The version of classes that carry none. */
  public static final String UNVERSIONED = "unversioned";

  /** The origin of a class of the class path. */
  public static PluginOrigin of(Class<?> type) {
    Package home = type.getPackage();
    String version = home == null ? null : home.getImplementationVersion();
    return new PluginOrigin(locate(type), Objects.requireNonNullElse(version, UNVERSIONED), true);
  }

  private static Optional<Path> locate(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException
        | IllegalArgumentException
        | java.nio.file.FileSystemNotFoundException e) {
      return Optional.empty();
    }
  }

  /** SHA-256 of the content; computed on each call. */
  public String contentHash() {
    return location.map(CodeHash::of).orElse(UNVERSIONED);
  }

  /** The location in words. */
  public String where() {
    return location.map(Path::toString).orElse("an unknown place");
  }
}
