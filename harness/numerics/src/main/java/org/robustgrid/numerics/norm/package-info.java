/**
 * Norms, balls and boxes: distances, projections, steepest steps and random starts. A feasible
 * point is one a network of the given precision can be asked about, inside ball and box.
 */
package org.robustgrid.numerics.norm;
