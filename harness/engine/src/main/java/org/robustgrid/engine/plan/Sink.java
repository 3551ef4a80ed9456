package org.robustgrid.engine.plan;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where a step writes the cotangent of one of its inputs: the value's own buffer for the first
 * writer of a reverse pass, scratch that is added to it for those that follow.
 *
 * @param array to be overwritten
 * @param total what {@code array} is added to, or {@code null} where it is the total itself
 * @param toNetworkInput whether the input is the network's own, which not every pass asks for
 */
record Sink(INDArray array, INDArray total, boolean toNetworkInput) {

  boolean skipped(Wanted wanted) {
    return toNetworkInput && !wanted.input();
  }

  void done() {
    if (total != null) {
      total.addi(array);
    }
  }

  /** Writes a cotangent as it is, or adds it. */
  void pass(INDArray cotangent) {
    if (total != null) {
      total.addi(cotangent);
    } else {
      array.assign(cotangent);
    }
  }
}
