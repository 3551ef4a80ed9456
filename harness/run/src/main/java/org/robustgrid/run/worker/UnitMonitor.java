package org.robustgrid.run.worker;

import org.robustgrid.run.coordinator.WorkUnit;
import org.robustgrid.run.coordinator.WorkerMessage;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.StoppedException;

/** The monitor of a unit: reports progress a few times a second and enforces the deadline. */
final class UnitMonitor implements Monitor {

  private static final long INTERVAL_NANOS = 200_000_000;

  private final WorkUnit unit;
  private final MessageChannel channel;
  private final long deadline;
  private long lastReport;

  UnitMonitor(WorkUnit unit, MessageChannel channel) {
    this.unit = unit;
    this.channel = channel;
    this.deadline = System.nanoTime() + (long) (unit.deadlineSeconds() * 1e9);
    this.lastReport = System.nanoTime() - INTERVAL_NANOS;
  }

  @Override
  public synchronized void progress(long done, long total, String message) {
    long now = System.nanoTime();
    if (now - lastReport >= INTERVAL_NANOS) {
      lastReport = now;
      channel.send(WorkerMessage.progress(unit.id(), done, total, message));
    }
  }

  /** Sends the user information that is not a failure. */
  void note(String message) {
    channel.send(WorkerMessage.note(unit.id(), message));
  }

  @Override
  public void check() {
    if (System.nanoTime() - deadline > 0) {
      throw new StoppedException(StoppedException.Reason.DEADLINE, unit.late());
    }
  }

  /**
   * Fails a unit whose deadline passed, even if the plugin returned a partial answer, which would
   * depend on the clock.
   */
  void requireInTime() {
    check();
  }
}
