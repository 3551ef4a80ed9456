package org.robustgrid.run.worker;

import org.robustgrid.run.cell.AttackCellResult;

/** Passes of a cell whose work goes through several meters. */
final class PassTotal {

  private long forward;
  private long backward;
  private double seconds;

  /** Adds what a meter has counted and resets it. */
  void add(PassMeter meter) {
    forward += meter.forward();
    backward += meter.backward();
    seconds += meter.seconds();
    meter.reset();
  }

  /** Adds what an attack took. */
  void add(AttackCellResult result) {
    forward += result.forward();
    backward += result.backward();
    seconds += result.modelSeconds();
  }

  long forward() {
    return forward;
  }

  long backward() {
    return backward;
  }

  double seconds() {
    return seconds;
  }
}
