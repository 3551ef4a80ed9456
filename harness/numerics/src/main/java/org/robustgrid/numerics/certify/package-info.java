/**
 * Certificates of randomised smoothing: confidence bounds on class probabilities and the radii that
 * follow from them. A bound that does not exceed one half certifies nothing.
 */
package org.robustgrid.numerics.certify;
