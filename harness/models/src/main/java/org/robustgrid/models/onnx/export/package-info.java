/** Writes networks as ONNX files: Deeplearning4j's layers and the engine's operators. */
package org.robustgrid.models.onnx.export;
