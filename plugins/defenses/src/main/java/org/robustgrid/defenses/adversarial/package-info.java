/**
 * Adversarial training (Madry et al. 2018) and what came of it: TRADES, one large step, and replays
 * of each minibatch.
 */
package org.robustgrid.defenses.adversarial;
