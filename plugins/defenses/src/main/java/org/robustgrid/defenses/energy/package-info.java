/**
 * Classifiers trained as energy-based models: samples drawn by Langevin dynamics from a replay
 * buffer, and recovery when the energy diverges.
 */
package org.robustgrid.defenses.energy;
