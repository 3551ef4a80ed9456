package org.robustgrid.models.graph;

/** Why a part of a model is not read; the message names the node. */
public final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public Refused(String message) {
    super(message);
  }

  public Refused(String message, Throwable cause) {
    super(message, cause);
  }
}
