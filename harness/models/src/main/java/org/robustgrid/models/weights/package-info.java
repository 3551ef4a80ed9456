/**
 * Files of named weights: PyTorch's two layouts, read by a machine that executes nothing, and
 * safetensors.
 */
package org.robustgrid.models.weights;
