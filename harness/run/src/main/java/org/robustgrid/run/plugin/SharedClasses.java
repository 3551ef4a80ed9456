package org.robustgrid.run.plugin;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * What a plugin shares with the harness: the SPI, the numerics, ND4J with what it stands on, SLF4J
 * and the JDK. Everything else of the harness is out of sight, so that a plugin's libraries may be
 * of any version; service files are, so that a jar's providers are its own.
 */
final class SharedClasses extends ClassLoader {

  /** Packages, with all below them, that are the harness's own in every plugin. */
  static final List<String> PACKAGES =
      List.of(
          "org.robustgrid.spi.",
          "org.robustgrid.numerics.",
          "org.nd4j.",
          "org.deeplearning4j.",
          "org.bytedeco.",
          "org.slf4j.");

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader harness;

  SharedClasses(ClassLoader harness) {
    super("robustgrid", ClassLoader.getPlatformClassLoader());
    this.harness = harness;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (shared(name)) {
      return harness.loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }

  @Override
  protected URL findResource(String name) {
    return shared(name.replace('/', '.')) ? harness.getResource(name) : null;
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return shared(name.replace('/', '.'))
        ? harness.getResources(name)
        : Collections.emptyEnumeration();
  }

  private static boolean shared(String name) {
    return PACKAGES.stream().anyMatch(name::startsWith);
  }
}
