/** ONNX files, opset 7 to 21: read, folded, and lowered operator by operator. */
package org.robustgrid.models.onnx;
