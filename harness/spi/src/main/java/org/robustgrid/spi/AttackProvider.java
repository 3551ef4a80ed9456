package org.robustgrid.spi;

/** Discovers an attack: {@code META-INF/services/org.robustgrid.spi.AttackProvider} names it. */
public interface AttackProvider extends Provider<Attack> {}
