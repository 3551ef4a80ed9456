package org.robustgrid.run.plugin;

import java.util.Objects;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.Provider;

/**
 * A usable plugin.
 *
 * @param kind what it provides
 * @param descriptor its description, asked once
 * @param provider its entry point
 * @param origin where its classes come from
 */
public record Plugin(
    PluginKind kind, Descriptor descriptor, Provider<?> provider, PluginOrigin origin) {

  public Plugin {
    Objects.requireNonNull(descriptor, "descriptor");
  }

  public String id() {
    return descriptor.id();
  }
}
