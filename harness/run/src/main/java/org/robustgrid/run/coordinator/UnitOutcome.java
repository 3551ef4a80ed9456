package org.robustgrid.run.coordinator;

import com.fasterxml.jackson.databind.JsonNode;

/** The outcome of a unit. */
sealed interface UnitOutcome {

  /** The unit has a result. */
  record Finished(JsonNode result, double seconds) implements UnitOutcome {}

  /**
   * The unit failed. The worker may still be alive; ask its process.
   *
   * @param log what the worker last printed, possibly empty
   */
  record Failed(String kind, String message, String log) implements UnitOutcome {

    Failed(String kind, String message) {
      this(kind, message, "");
    }
  }

  /**
   * The worker died before it accepted the unit. The unit can be retried on another worker.
   *
   * @param why the worker ended
   */
  record NotBegun(Failed why) implements UnitOutcome {}
}
