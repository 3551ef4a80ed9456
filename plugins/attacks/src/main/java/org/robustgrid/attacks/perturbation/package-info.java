/**
 * Attacks that change an image in one way, as little as fools a classifier of which they see
 * decisions alone: noise, contrast, blur, inversion, with the rules of Foolbox.
 */
package org.robustgrid.attacks.perturbation;
