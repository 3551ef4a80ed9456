/**
 * Measures how fast passes and attacks run: what a PyTorch peer measures, and ratios between works
 * within one process. Figures are medians of repeated runs; only ratios are ever judged.
 */
package org.robustgrid.run.bench;
