/**
 * What a defense plugin implements: {@link org.robustgrid.spi.defense.DefenseProvider} creates a
 * {@link org.robustgrid.spi.defense.Defense}, which trains a network and says how it is deployed.
 */
package org.robustgrid.spi.defense;
