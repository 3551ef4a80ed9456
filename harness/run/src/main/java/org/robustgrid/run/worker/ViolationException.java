package org.robustgrid.run.worker;

/** A plugin's answer breaks its contract; the message is the evidence. */
final class ViolationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ViolationException(String message) {
    super(message);
  }
}
