package org.robustgrid.engine.onednn;

/** The gradient of an affine layer's weights, then that of its input. */
record Gradients(Execution toWeights, Execution toInput) implements Runnable {

  @Override
  public void run() {
    toWeights.run();
    toInput.run();
  }
}
