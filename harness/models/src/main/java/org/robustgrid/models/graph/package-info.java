/**
 * The graph between a file and a network: host tensors, which are known at import, and sample
 * values, which flow through the network's vertices.
 */
package org.robustgrid.models.graph;
