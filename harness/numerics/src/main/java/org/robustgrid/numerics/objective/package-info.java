/**
 * Training objectives on open passes: each returns its value and adds its parameter gradient. They
 * compose, so that a defense adds up the terms of its paper's loss.
 */
package org.robustgrid.numerics.objective;
