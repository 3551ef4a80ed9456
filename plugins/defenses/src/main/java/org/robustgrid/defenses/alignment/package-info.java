/**
 * Gradient alignment (Ganz, Kawar and Elad 2023), alone or with adversarial training: the training
 * steps, and the target gradients from class means, images, neighbours and diffusion models.
 */
package org.robustgrid.defenses.alignment;
