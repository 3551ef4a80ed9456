package org.robustgrid.run.worker;

import org.robustgrid.spi.Monitor;

/**
 * The monitor of a part of some work: what the part reports of itself is added to what was done
 * before it, so that the whole does not seem to begin anew with each part.
 *
 * @param whole monitor of the whole work
 * @param before units done before the part
 * @param part units of the part
 * @param total units of the whole
 */
record PartMonitor(Monitor whole, long before, long part, long total) implements Monitor {

  @Override
  public void progress(long done, long of, String message) {
    double share = of <= 0 ? 0 : Math.min(1, Math.max(0, (double) done / of));
    whole.progress(before + (long) (part * share), total, message);
  }

  @Override
  public void check() {
    whole.check();
  }
}
