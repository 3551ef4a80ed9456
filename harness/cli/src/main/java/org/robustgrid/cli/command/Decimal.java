package org.robustgrid.cli.command;

import org.robustgrid.base.UserException;
import org.robustgrid.base.yaml.Fraction;

/** Numbers on the command line. */
final class Decimal {

  private Decimal() {}

  /**
   * Reads {@code 0.1} or {@code 8/255}.
   *
   * @param option named in the message
   * @throws UserException when the text is neither
   */
  static double parse(String option, String text) {
    try {
      return Fraction.parse(text).orElseGet(() -> Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw new UserException(
          option + ": expected a number or a fraction such as 8/255, found '" + text + "'", e);
    }
  }
}
