package org.robustgrid.cli.command;

import org.robustgrid.base.UserException;
import org.robustgrid.engine.library.NativeLibrary;

/** Reads what {@code --convolutions} names into the properties of this process. */
final class ConvolutionsOption {

  private ConvolutionsOption() {}

  /**
   * Settles what computes convolutions.
   *
   * @throws UserException when there is no such name, or it cannot compute here
   */
  static void apply(String name) {
    if (NativeLibrary.Convolutions.named(name).isEmpty()) {
      throw new UserException(
          "--convolutions: " + name + " is unknown; known are " + NativeLibrary.Convolutions.KNOWN);
    }
    System.setProperty(NativeLibrary.CONVOLUTIONS_PROPERTY, name);
    try {
      NativeLibrary.convolutions();
    } catch (IllegalStateException e) {
      throw new UserException("--convolutions: " + e.getMessage(), e);
    }
  }
}
