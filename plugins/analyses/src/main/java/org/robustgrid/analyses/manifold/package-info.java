/**
 * The geometry of the activations of classes and of perturbed images in the layers of a network.
 */
package org.robustgrid.analyses.manifold;
