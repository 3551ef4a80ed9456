/**
 * An executor that computes networks in a PyTorch process of the user's, on any device that PyTorch
 * serves. {@code robustgrid_torch.py} describes its requests, {@code robustgrid_graph.py} computes
 * the steps that a Deeplearning4j graph becomes here. Parameters have their master copy in the
 * graph, and one on the device.
 */
package org.robustgrid.torch;
