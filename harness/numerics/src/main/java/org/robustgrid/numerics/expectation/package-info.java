/**
 * Expectation over transformation: one answer of a randomised classifier out of several draws, and
 * the gradient through all of them.
 */
package org.robustgrid.numerics.expectation;
