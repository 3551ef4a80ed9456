package org.robustgrid.engine.plan;

import java.util.List;
import org.robustgrid.engine.operator.Operator;

/** An operator, computed sample by sample in double. */
final class OperatorNode extends Node {

  private final Operator operator;

  OperatorNode(String name, List<Value> inputs, Value output, Operator operator) {
    super(name, inputs, output);
    this.operator = operator;
  }

  Operator operator() {
    return operator;
  }

  @Override
  boolean canFuseRelu() {
    return super.canFuseRelu() && !inputs().contains(output());
  }

  @Override
  Step bind(Frame frame) {
    return new SampleStep(this, frame, operator);
  }
}
