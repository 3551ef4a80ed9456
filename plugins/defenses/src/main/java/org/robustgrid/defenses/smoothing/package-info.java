/**
 * Randomised smoothing (Cohen, Rosenfeld and Kolter 2019; Kaur, Cohen and Lipton 2019): training on
 * noisy images, prediction with abstention, and certified radii from votes under Gaussian noise.
 */
package org.robustgrid.defenses.smoothing;
