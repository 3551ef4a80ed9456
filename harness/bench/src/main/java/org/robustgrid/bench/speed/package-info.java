/**
 * Times passes and attacks as a PyTorch peer does, and ratios between works within one process.
 * Figures are medians of repeated runs; only ratios are ever judged.
 */
package org.robustgrid.bench.speed;
