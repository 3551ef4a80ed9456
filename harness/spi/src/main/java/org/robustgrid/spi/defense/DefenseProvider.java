package org.robustgrid.spi.defense;

import org.robustgrid.spi.Provider;

/**
 * Discovers a defense: {@code META-INF/services/org.robustgrid.spi.defense.DefenseProvider} names
 * it.
 */
public interface DefenseProvider extends Provider<Defense> {}
