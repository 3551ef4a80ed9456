/** The geometry of what layers make of classes and of perturbed images. */
package org.robustgrid.analyses.manifold;
