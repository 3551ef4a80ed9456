/**
 * Losses on logits with their gradients, for attacks and for training. Each is evaluated one sample
 * at a time, in double, without allocation.
 */
package org.robustgrid.numerics.loss;
