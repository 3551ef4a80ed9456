/**
 * Images made by a classifier: seeds drawn from a class's Gaussian, and ascent towards a class. The
 * Langevin chains are in {@link org.robustgrid.numerics.energy}.
 */
package org.robustgrid.numerics.generation;
