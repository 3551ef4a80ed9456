package org.robustgrid.engine.device;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.nd4j.common.config.ND4JClassLoading;

/**
 * Shows ND4J one backend of several on the class path. By itself it takes the first that starts,
 * which would be a silent fall-back to the CPU, or a GPU where the CPU was asked for.
 */
final class BackendLoader extends ClassLoader {

  private static final String SERVICE = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";

  private final String backend;

  BackendLoader(ClassLoader parent, String backend) {
    super(parent);
    this.backend = backend;
  }

  /** Lets ND4J, which must not have started, find this device's backend only. */
  static void restrictTo(Device device) {
    ND4JClassLoading.setNd4jClassloader(
        new BackendLoader(BackendLoader.class.getClassLoader(), device.backendClass()));
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    Enumeration<URL> all = super.getResources(name);
    if (!name.equals(SERVICE)) {
      return all;
    }
    List<URL> kept = new ArrayList<>();
    for (URL file : Collections.list(all)) {
      if (names(file)) {
        kept.add(file);
      }
    }
    return Collections.enumeration(kept);
  }

  private boolean names(URL file) throws IOException {
    try (var stream = file.openStream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).contains(backend);
    }
  }
}
