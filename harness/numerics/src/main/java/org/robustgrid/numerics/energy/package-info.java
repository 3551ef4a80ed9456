/**
 * A classifier read as an energy-based model: sampling by Langevin dynamics and the scores that
 * judge it. Energies are losses, E(x, y) and E(x).
 */
package org.robustgrid.numerics.energy;
