package org.robustgrid.spi;

/**
 * The harness stopped the work: cancelled, past its deadline, or out of passes. An attack may catch
 * it and return its best points so far; the next call throws it again.
 *
 * @since 0.1
 */
public final class StoppedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Why the work was stopped.
   *
   * @since 0.1
   */
  public enum Reason {
    CANCELLED,
    DEADLINE,
    BUDGET
  }

  private final transient Reason reason;

  public StoppedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
