package org.robustgrid.run.coordinator;

import com.fasterxml.jackson.databind.JsonNode;
import org.robustgrid.base.files.CanonicalJson;

/**
 * A line of a worker's protocol.
 *
 * @param type what it is about
 * @param unit id of the unit, 0 if there is none
 * @param done units of progress done
 * @param total units of progress in all, 0 when unknown
 * @param failureKind a word of {@link org.robustgrid.run.cell.CellFailure}, or empty
 * @param message in words
 * @param result the unit's result, null unless finished
 */
public record WorkerMessage(
    Type type,
    long unit,
    long done,
    long total,
    String failureKind,
    String message,
    JsonNode result) {

  /**
   * Begins every line of the protocol: native code that prints cannot be mistaken for a message.
   */
  public static final String PREFIX = "@robustgrid ";

  /** The kinds of messages. */
  public enum Type {
    /** The worker can take units. */
    READY,
    /** The worker has taken a unit; failures from here on belong to the unit. */
    BEGUN,
    PROGRESS,
    /** Information for the user; not a failure. */
    NOTE,
    FINISHED,
    FAILED
  }

  public static WorkerMessage ready() {
    return new WorkerMessage(Type.READY, 0, 0, 0, "", "", null);
  }

  public static WorkerMessage begun(long unit) {
    return new WorkerMessage(Type.BEGUN, unit, 0, 0, "", "", null);
  }

  public static WorkerMessage note(long unit, String message) {
    return new WorkerMessage(Type.NOTE, unit, 0, 0, "", message, null);
  }

  public static WorkerMessage progress(long unit, long done, long total, String message) {
    return new WorkerMessage(Type.PROGRESS, unit, done, total, "", message, null);
  }

  public static WorkerMessage finished(long unit, Object result) {
    return new WorkerMessage(Type.FINISHED, unit, 0, 0, "", "", CanonicalJson.tree(result));
  }

  public static WorkerMessage failed(long unit, String kind, String message) {
    return new WorkerMessage(Type.FAILED, unit, 0, 0, kind, message, null);
  }

  /** The message as a line, without its end. */
  public String line() {
    return PREFIX + CanonicalJson.write(this);
  }
}
