package org.robustgrid.spi.network;

import org.robustgrid.spi.Access;

/**
 * An attack asked a classifier for more than its declared {@link Access} grants.
 *
 * @since 0.1
 */
public final class AccessException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public AccessException(String message) {
    super(message);
  }
}
