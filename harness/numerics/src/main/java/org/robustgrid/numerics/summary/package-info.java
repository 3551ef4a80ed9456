/** Summaries of samples of numbers: moments and histograms. */
package org.robustgrid.numerics.summary;
