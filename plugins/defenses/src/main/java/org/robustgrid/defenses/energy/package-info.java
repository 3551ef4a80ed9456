/**
 * Classifiers trained as energy-based models, on clean images (JEM) or on adversarial images that
 * raise the energy (JEAT). Langevin dynamics draws samples of the model from a replay buffer;
 * training recovers if the energy diverges.
 */
package org.robustgrid.defenses.energy;
