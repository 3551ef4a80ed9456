package org.robustgrid.testkit.toy;

import org.robustgrid.spi.Monitor;

/** Never stops the work, and counts how often it was asked. */
public final class CountingMonitor implements Monitor {

  private long checks;

  /** How often the work asked whether it may continue. */
  public long checks() {
    return checks;
  }

  @Override
  public void progress(long done, long total, String message) {}

  @Override
  public void check() {
    checks++;
  }
}
