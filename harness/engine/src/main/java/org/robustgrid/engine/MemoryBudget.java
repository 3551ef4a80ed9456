package org.robustgrid.engine;

import org.robustgrid.engine.device.Device;
import org.robustgrid.engine.device.Devices;

/**
 * How much native memory the plans of a network may take: what the system property {@value
 * #PROPERTY} says in MiB, and at most three quarters of the device's memory.
 */
public final class MemoryBudget {

  /** Sets the budget, in MiB. */
  public static final String PROPERTY = "robustgrid.memory";

  private static final long MEBI = 1L << 20;

  private MemoryBudget() {}

  /** The budget in bytes. */
  static long bytes() {
    Device device = Devices.select().device();
    long ofDevice = device.memory().orElse(Long.MAX_VALUE) / 4 * 3;
    Long asked = Long.getLong(PROPERTY);
    return asked == null || asked < 1 ? ofDevice : Math.min(asked * MEBI, ofDevice);
  }

  /** The error of a batch that does not fit, in words. */
  static OutOfMemoryError exceeded(int rows, long needed, int most, long budget) {
    return new OutOfMemoryError(
        "a batch of "
            + rows
            + (rows == 1 ? " sample" : " samples")
            + " takes "
            + needed / MEBI
            + " MiB for one pass, but "
            + budget / MEBI
            + " MiB may be taken; "
            + (most == 0 ? "not even one sample fits" : "at most " + most + " samples fit"));
  }
}
