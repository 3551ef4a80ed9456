package org.robustgrid.run.worker;

/** A plugin's answer violates its contract; the message has the evidence. */
final class ViolationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ViolationException(String message) {
    super(message);
  }
}
