package org.robustgrid.engine.device;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of NVIDIA's driver, for example 510.39.01, compared number by number. */
record DriverVersion(String text) implements Comparable<DriverVersion> {

  private static final Pattern VERSION = Pattern.compile("\\b(\\d{3,4}(?:\\.\\d{2,3}){1,2})\\b");

  /** The first version in a text, for example the driver's own file. */
  static Optional<DriverVersion> find(String text) {
    Matcher matcher = VERSION.matcher(text);
    return matcher.find() ? Optional.of(new DriverVersion(matcher.group(1))) : Optional.empty();
  }

  private int[] numbers() {
    return Arrays.stream(text.split("\\.")).mapToInt(Integer::parseInt).toArray();
  }

  @Override
  public int compareTo(DriverVersion other) {
    return Arrays.compare(numbers(), other.numbers());
  }

  @Override
  public String toString() {
    return text;
  }
}
