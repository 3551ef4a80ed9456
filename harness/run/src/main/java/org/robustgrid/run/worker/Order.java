package org.robustgrid.run.worker;

import com.fasterxml.jackson.databind.JsonNode;
import org.robustgrid.base.files.CanonicalJson;
import org.robustgrid.run.coordinator.WorkUnit;
import org.robustgrid.run.coordinator.WorkerMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line that the coordinator sent.
 *
 * @param unit what is to be done, null if the line cannot be read
 * @param refusal the answer to a line that cannot be read, null otherwise
 */
record Order(WorkUnit unit, WorkerMessage refusal) {

  private static final Logger LOG = LoggerFactory.getLogger(Order.class);

  /** Reads a line. The coordinator waits for an answer to every unit, so none is dropped. */
  static Order read(String line) {
    try {
      return new Order(CanonicalJson.read(line, WorkUnit.class), null);
    } catch (RuntimeException e) {
      LOG.error("a unit cannot be read: {}", line, e);
      return new Order(
          null,
          WorkerMessage.failed(
              id(line),
              "crash",
              "its worker could not read its task ("
                  + e.getMessage()
                  + "), which is a fault of robustgrid; please report it with the worker's log"));
    }
  }

  private static long id(String line) {
    JsonNode id = CanonicalJson.read(line, JsonNode.class).path("id");
    if (!id.isIntegralNumber()) {
      throw new IllegalArgumentException("a line without the id of a unit: " + line);
    }
    return id.asLong();
  }
}
