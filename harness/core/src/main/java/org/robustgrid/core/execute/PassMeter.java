package org.robustgrid.core.execute;

/** Counts the passes of one cell, in samples, and the time they take. */
public final class PassMeter {

  private long forward;
  private long backward;
  private long nanos;

  void reset() {
    forward = 0;
    backward = 0;
    nanos = 0;
  }

  void count(long forwardSamples, long backwardSamples, long startedAt) {
    forward += forwardSamples;
    backward += backwardSamples;
    nanos += System.nanoTime() - startedAt;
  }

  long forward() {
    return forward;
  }

  long backward() {
    return backward;
  }

  double seconds() {
    return nanos / 1e9;
  }
}
