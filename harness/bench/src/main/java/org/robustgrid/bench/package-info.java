/**
 * JMH benchmarks of plans and attacks, and the same work as the PyTorch peer script prints. Speed
 * is judged by ratios of alternating runs, never by absolute times.
 */
package org.robustgrid.bench;
