/**
 * What training does to images before a network sees them: crops, flips, Cutout. The harness moves
 * minibatches by it, and a defense may move what it asks other models about.
 */
package org.robustgrid.numerics.augmentation;
