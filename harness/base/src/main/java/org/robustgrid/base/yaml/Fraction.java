package org.robustgrid.base.yaml;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers that people write as fractions, such as {@code 8/255}; only the double counts. */
public final class Fraction {

  private static final String DECIMAL = "(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?";
  private static final Pattern FRACTION =
      Pattern.compile("\\s*([-+]?" + DECIMAL + ")\\s*/\\s*(" + DECIMAL + ")\\s*");

  private Fraction() {}

  /** The value of {@code a/b} with a positive denominator; empty if a text is none. */
  public static OptionalDouble parse(String text) {
    Matcher parts = FRACTION.matcher(text);
    if (!parts.matches()) {
      return OptionalDouble.empty();
    }
    double denominator = Double.parseDouble(parts.group(2));
    double value = Double.parseDouble(parts.group(1)) / denominator;
    return denominator > 0 && Double.isFinite(value)
        ? OptionalDouble.of(value)
        : OptionalDouble.empty();
  }
}
