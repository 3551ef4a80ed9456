package org.robustgrid.spi;

/**
 * Discovers an architecture: {@code META-INF/services/org.robustgrid.spi.ArchitectureProvider}
 * names it.
 */
public interface ArchitectureProvider extends Provider<Architecture> {}
