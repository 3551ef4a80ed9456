/**
 * Classifiers trained as energy-based models, on clean images or on those that raise the energy:
 * samples drawn by Langevin dynamics from a replay buffer, and recovery when the energy diverges.
 */
package org.robustgrid.defenses.energy;
