/**
 * The common corruptions of Hendrycks and Dietterich (2019) as formulas: noise, blur, weather and
 * digital changes of an image at five severities, drawn from keyed randomness.
 */
package org.robustgrid.numerics.corruption;
