package org.robustgrid.spi.defense;

/**
 * Training produced numbers that are not finite and could not be recovered.
 *
 * @since 0.1
 */
public final class DivergedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DivergedException(String message) {
    super(message);
  }
}
