/** ONNX files, opset 7 to 24: read, folded, and lowered operator by operator. */
package org.robustgrid.models.onnx;
