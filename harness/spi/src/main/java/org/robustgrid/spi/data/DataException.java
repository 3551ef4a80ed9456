package org.robustgrid.spi.data;

/**
 * Data that are missing, damaged or unsuitable. The message says what is wrong, where, and what to
 * do.
 *
 * @since 0.1
 */
public final class DataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
