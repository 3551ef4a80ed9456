package org.robustgrid.models.onnx;

/** Lowers nodes of one operator: reads the values of a node's inputs and writes its outputs. */
@FunctionalInterface
interface Handler {

  void lower(OnnxImport context, OnnxNode node);
}
