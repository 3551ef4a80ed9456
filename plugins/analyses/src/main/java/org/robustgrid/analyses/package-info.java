/**
 * The bundled analyses, one class for each. This package contains the checks for signs of an
 * unreliable evaluation, after Athalye, Carlini and Wagner (2018) and Carlini et al. (2019), and
 * the decision regions of models in the plane.
 */
package org.robustgrid.analyses;
