package org.robustgrid.spi.network;

import org.robustgrid.spi.Provider;

/**
 * Discovers an architecture: {@code
 * META-INF/services/org.robustgrid.spi.network.ArchitectureProvider} names it.
 *
 * @since 0.1
 */
public interface ArchitectureProvider extends Provider<Architecture> {

  @Override
  ArchitectureDescriptor descriptor();
}
