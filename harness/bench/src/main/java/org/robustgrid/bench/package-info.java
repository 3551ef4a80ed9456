/**
 * JMH benchmarks of layers, networks, attacks and training steps, beside stock Deeplearning4j and
 * SameDiff on the same work. Speed is judged by ratios of alternating runs, never by absolute
 * times.
 */
package org.robustgrid.bench;
