package org.robustgrid.engine.plan;

import java.util.List;

/** A layer of a program, before it is bound to buffers. */
abstract class Node {

  private final String name;
  private final List<Value> inputs;
  private Value output;
  private boolean relu;

  Node(String name, List<Value> inputs, Value output) {
    this.name = name;
    this.inputs = List.copyOf(inputs);
    this.output = output;
  }

  final String name() {
    return name;
  }

  final List<Value> inputs() {
    return inputs;
  }

  final Value input() {
    return inputs.get(0);
  }

  final Value output() {
    return output;
  }

  /** Whether a ReLU is applied in place to what the layer writes. */
  final boolean relu() {
    return relu;
  }

  /** Whether the layer's output may be overwritten by its ReLU. */
  boolean canFuseRelu() {
    return !relu;
  }

  /** Takes over a ReLU that read this layer's output, and with it the value the ReLU wrote. */
  final void fuseRelu(Value written) {
    relu = true;
    output = written;
  }

  /** Gives the ReLU away to a max pooling behind it, which commutes with it. */
  final void releaseRelu() {
    relu = false;
  }

  final void setOutput(Value written) {
    output = written;
  }

  /** Called when parameters changed, before the next pass. */
  void refresh() {}

  /** Called before a reverse pass that asks for parameter gradients. */
  void beginGradient() {}

  /** Called after it: writes the gradient into its place in the flat vector. */
  void finishGradient() {}

  /** Gives back what all batches share; no step may run any more. */
  void close() {}

  abstract Step bind(Frame frame);
}
