package org.robustgrid.engine.plan;

import java.util.List;
import org.robustgrid.engine.onednn.OneDnn;

/** A batch norm over the batch's own statistics, or by the running ones as an affine map. */
final class BatchNormNode extends Node {

  private final NormParameters parameters;
  private final Variant variant;
  private boolean onOneDnn;

  BatchNormNode(
      String name, Value input, Value output, NormParameters parameters, Variant variant) {
    super(name, List.of(input), output);
    this.parameters = parameters;
    this.variant = variant;
  }

  NormParameters parameters() {
    return parameters;
  }

  @Override
  void refresh() {
    parameters.refresh();
  }

  /** Whether it works on blocked images as well as on plain ones. */
  boolean blockable() {
    return variant.batchStatistics() || onOneDnn;
  }

  /** Lets running statistics be applied by oneDNN. */
  void scalesOn(OneDnn library) {
    onOneDnn = !variant.batchStatistics() && library != null && input().rank() == 3;
  }

  /** Whether it is an affine map by oneDNN. */
  boolean isScale() {
    return onOneDnn;
  }

  @Override
  Step bind(Frame frame) {
    if (onOneDnn) {
      return new ScaleStep(frame, this, parameters);
    }
    if (input().images().blocked()) {
      return new BlockedNormStep(frame, this, parameters, variant == Variant.TRAINING);
    }
    return variant.batchStatistics()
        ? new BatchNormStep(frame, this, parameters, variant == Variant.TRAINING)
        : new RunningNormStep(frame, this, parameters);
  }
}
