package org.robustgrid.base;

/**
 * Something the user can mend: a wrong grid, a folder in use, a damaged file. The message says
 * what, where and what to do; it is shown without a stack trace.
 */
public class UserException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UserException(String message) {
    super(message);
  }

  public UserException(String message, Throwable cause) {
    super(message, cause);
  }
}
