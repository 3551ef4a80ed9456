package org.robustgrid.attacks;

import org.robustgrid.numerics.attack.IterateObserver;
import org.robustgrid.spi.Monitor;

/** Reports an attack's progress at each step, where the harness can also stop the attack. */
final class Progress {

  private Progress() {}

  static IterateObserver observer(Monitor monitor, String attack, int steps, int restarts) {
    long[] done = {-1};
    return (step, iterate) -> {
      monitor.check();
      done[0]++;
      monitor.progress(done[0], (long) (steps + 1) * restarts, attack);
    };
  }
}
