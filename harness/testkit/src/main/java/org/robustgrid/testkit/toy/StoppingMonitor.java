package org.robustgrid.testkit.toy;

import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.StoppedException;

/** Lets a number of checks pass, then stops the work as a passed deadline would. */
public final class StoppingMonitor implements Monitor {

  private long left;
  private boolean stopped;

  public StoppingMonitor(long checks) {
    this.left = checks;
  }

  /** Whether the work was stopped. */
  public boolean stopped() {
    return stopped;
  }

  @Override
  public void progress(long done, long total, String message) {}

  @Override
  public void check() {
    if (left-- <= 0) {
      stopped = true;
      throw new StoppedException(StoppedException.Reason.DEADLINE, "the deadline has passed");
    }
  }
}
