/**
 * Adversarial training (Madry et al. 2018) and its variants: TRADES, fast training with one large
 * step, and free training with replays of each minibatch.
 */
package org.robustgrid.defenses.adversarial;
