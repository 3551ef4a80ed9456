package org.robustgrid.run.coordinator;

import com.fasterxml.jackson.databind.JsonNode;

/** How a unit ended. */
sealed interface UnitOutcome {

  /** With a result. */
  record Finished(JsonNode result, double seconds) implements UnitOutcome {}

  /**
   * Without one; whether the worker survived is its process's affair.
   *
   * @param log what the worker last printed, possibly empty
   */
  record Failed(String kind, String message, String log) implements UnitOutcome {

    Failed(String kind, String message) {
      this(kind, message, "");
    }
  }

  /**
   * The worker was dead before it took the unit, which is none of the unit's fault: another worker
   * may compute it.
   *
   * @param why the worker ended
   */
  record NotBegun(Failed why) implements UnitOutcome {}
}
