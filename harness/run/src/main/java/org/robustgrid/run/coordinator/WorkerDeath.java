package org.robustgrid.run.coordinator;

import org.robustgrid.run.cell.CellFailure;

/** Explains why a worker's process ended. */
final class WorkerDeath {

  private static final int OUT_OF_MEMORY_EXIT = 3;
  private static final int SIGNAL_BASE = 128;

  private WorkerDeath() {}

  /**
   * Explains an exit.
   *
   * @param exit the exit code; 128 + n after signal n
   * @param lastLines what the process last printed
   */
  static UnitOutcome.Failed explain(int exit, String lastLines) {
    if (exit == OUT_OF_MEMORY_EXIT && lastLines.contains("OutOfMemoryError")) {
      return new UnitOutcome.Failed(
          CellFailure.MEMORY,
          "ran out of memory and its worker ended; give workers more memory"
              + " (limits: worker-megabytes) or the plugin less to hold",
          lastLines);
    }
    if (exit > SIGNAL_BASE) {
      return new UnitOutcome.Failed(
          "crash",
          "its worker died of signal " + (exit - SIGNAL_BASE) + signalName(exit - SIGNAL_BASE),
          lastLines);
    }
    return new UnitOutcome.Failed(
        "crash",
        "its worker's process ended with exit code "
            + exit
            + " in the middle of the cell (a plugin called System.exit, or native code gave up)",
        lastLines);
  }

  private static String signalName(int signal) {
    return switch (signal) {
      case 6 -> " (abort in native code)";
      case 9 -> " (killed, possibly by the system for want of memory)";
      case 11 -> " (segmentation fault in native code)";
      case 15 -> " (terminated)";
      default -> "";
    };
  }
}
