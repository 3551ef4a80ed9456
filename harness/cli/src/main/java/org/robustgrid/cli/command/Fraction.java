package org.robustgrid.cli.command;

import org.robustgrid.core.UserException;

/** Numbers that people write as fractions. */
final class Fraction {

  private Fraction() {}

  /**
   * Reads {@code 0.1} or {@code 8/255}.
   *
   * @param option named in the message
   * @throws UserException when the text is neither
   */
  static double parse(String option, String text) {
    String[] parts = text.split("/", -1);
    try {
      if (parts.length == 1) {
        return Double.parseDouble(text);
      }
      if (parts.length == 2) {
        return Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
      }
    } catch (NumberFormatException e) {
      throw expected(option, text);
    }
    throw expected(option, text);
  }

  private static UserException expected(String option, String text) {
    return new UserException(
        option + ": expected a number or a fraction such as 8/255, found '" + text + "'");
  }
}
