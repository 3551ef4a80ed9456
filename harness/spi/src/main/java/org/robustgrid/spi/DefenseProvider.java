package org.robustgrid.spi;

/** Discovers a defense: {@code META-INF/services/org.robustgrid.spi.DefenseProvider} names it. */
public interface DefenseProvider extends Provider<Defense> {}
