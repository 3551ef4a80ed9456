package org.robustgrid.run.worker;

import org.robustgrid.run.coordinator.WorkUnit;
import org.robustgrid.run.coordinator.WorkerMessage;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.StoppedException;

/** A unit's ear and hand: passes progress on, a few lines a second, and keeps the deadline. */
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

  /** Tells the user something that is no failure. */
  void note(String message) {
    channel.send(WorkerMessage.note(unit.id(), message));
  }

  @Override
  public void check() {
    if (System.nanoTime() - deadline > 0) {
      throw new StoppedException(
          StoppedException.Reason.DEADLINE,
          "exceeded its limit of " + unit.deadlineSeconds() + " seconds");
    }
  }

  /**
   * Fails a unit whose deadline passed, even where the plugin made do with what it had: such an
   * answer would depend on the clock.
   */
  void requireInTime() {
    check();
  }
}
