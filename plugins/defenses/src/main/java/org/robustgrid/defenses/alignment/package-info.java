/**
 * Gradient alignment (Ganz, Kawar and Elad 2023), alone and beside adversarial training: training
 * steps, where the target gradients come from, and how they are read beside their images.
 */
package org.robustgrid.defenses.alignment;
