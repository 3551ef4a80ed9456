package org.robustgrid.spi.attack;

import org.robustgrid.spi.Provider;

/**
 * Discovers an attack: {@code META-INF/services/org.robustgrid.spi.attack.AttackProvider} names it.
 */
public interface AttackProvider extends Provider<Attack> {}
