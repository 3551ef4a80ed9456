/**
 * The bundled analyses, one class each: the checks that look for signs that an evaluation cannot be
 * relied on, after Athalye, Carlini and Wagner (2018) and Carlini et al. (2019), and what models
 * decide over the plane.
 */
package org.robustgrid.analyses;
