/**
 * Geometry of object manifolds in a network's activations: capacity, radius, dimension and centre
 * correlation by replica mean-field theory (Chung, Lee and Sompolinsky 2018; Cohen et al. 2020),
 * and capacity by simulation.
 */
package org.robustgrid.numerics.manifold;
