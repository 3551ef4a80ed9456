package org.robustgrid.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A plugin's parameter, declared as data: name, type, default, range, documentation.
 *
 * <p>{@link #check} is the only judge of a value, for grids, the command line and tests alike.
 */
public final class ParameterDeclaration {

  /** The type of a parameter's value and its Java class in {@link Parameters}. */
  public enum Type {
    /** {@link Long}. */
    INTEGER,
    /** {@link Double}. */
    NUMBER,
    /** {@link Boolean}. */
    FLAG,
    /** {@link String}; one of {@link #choices()} where there are any. */
    TEXT,
    /** {@code List<Double>}. */
    NUMBERS,
    /** {@link String}: the label of another row of the grid, or a model file; trained first. */
    MODEL,
    /** {@link String}: a file the user names; its content is part of the cell's key. */
    FILE
  }

  private final String name;
  private final Type type;
  private final String documentation;
  private final Object defaultValue;
  private final double minimum;
  private final double maximum;
  private final boolean minimumExcluded;
  private final List<String> choices;

  private ParameterDeclaration(
      String name,
      Type type,
      String documentation,
      Object defaultValue,
      double minimum,
      double maximum,
      boolean minimumExcluded,
      List<String> choices) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = type;
    this.documentation = Objects.requireNonNull(documentation, "documentation");
    this.minimum = minimum;
    this.maximum = maximum;
    this.minimumExcluded = minimumExcluded;
    this.choices = List.copyOf(choices);
    if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException(
          "parameter name '" + name + "' is not of the form lower-case words joined by hyphens");
    }
    this.defaultValue = defaultValue == null ? null : check(defaultValue);
  }

  private static ParameterDeclaration of(
      String name, Type type, Object defaultValue, String documentation) {
    return new ParameterDeclaration(
        name,
        type,
        documentation,
        defaultValue,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        false,
        List.of());
  }

  public static ParameterDeclaration integer(String name, long defaultValue, String documentation) {
    return of(name, Type.INTEGER, defaultValue, documentation);
  }

  public static ParameterDeclaration number(
      String name, double defaultValue, String documentation) {
    return of(name, Type.NUMBER, defaultValue, documentation);
  }

  public static ParameterDeclaration flag(String name, boolean defaultValue, String documentation) {
    return of(name, Type.FLAG, defaultValue, documentation);
  }

  public static ParameterDeclaration text(String name, String defaultValue, String documentation) {
    return of(name, Type.TEXT, defaultValue, documentation);
  }

  public static ParameterDeclaration numbers(
      String name, List<Double> defaultValue, String documentation) {
    return of(name, Type.NUMBERS, defaultValue, documentation);
  }

  /** A reference to a trained model; has no default. */
  public static ParameterDeclaration model(String name, String documentation) {
    return of(name, Type.MODEL, null, documentation);
  }

  /** A reference to a trained model that may be left out; the default "" means none. */
  public static ParameterDeclaration optionalModel(String name, String documentation) {
    return of(name, Type.MODEL, "", documentation);
  }

  /** A file; the default "" means none. */
  public static ParameterDeclaration file(String name, String documentation) {
    return of(name, Type.FILE, "", documentation);
  }

  /** A text parameter whose value is one of {@code choices}; the first is the default. */
  public static ParameterDeclaration choice(
      String name, List<String> choices, String documentation) {
    return new ParameterDeclaration(
        name,
        Type.TEXT,
        documentation,
        choices.get(0),
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        false,
        choices);
  }

  /** The same declaration with the default removed: a grid must give the value. */
  public ParameterDeclaration required() {
    return new ParameterDeclaration(
        name, type, documentation, null, minimum, maximum, minimumExcluded, choices);
  }

  /** The same declaration, values at least {@code bound}. */
  public ParameterDeclaration atLeast(double bound) {
    return new ParameterDeclaration(
        name, type, documentation, defaultValue, bound, maximum, false, choices);
  }

  /** The same declaration, values above {@code bound}. */
  public ParameterDeclaration above(double bound) {
    return new ParameterDeclaration(
        name, type, documentation, defaultValue, bound, maximum, true, choices);
  }

  /** The same declaration, values at most {@code bound}. */
  public ParameterDeclaration atMost(double bound) {
    return new ParameterDeclaration(
        name, type, documentation, defaultValue, minimum, bound, minimumExcluded, choices);
  }

  public String name() {
    return name;
  }

  public Type type() {
    return type;
  }

  public String documentation() {
    return documentation;
  }

  /** The default, empty where a grid must give the value. */
  public Optional<Object> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  public List<String> choices() {
    return choices;
  }

  /** The range in words, for example {@code > 0}; empty where every value is allowed. */
  public String range() {
    if (!choices.isEmpty()) {
      return "one of " + String.join(", ", choices);
    }
    List<String> parts = new ArrayList<>();
    if (minimum != Double.NEGATIVE_INFINITY) {
      parts.add((minimumExcluded ? "> " : ">= ") + shortest(minimum));
    }
    if (maximum != Double.POSITIVE_INFINITY) {
      parts.add("<= " + shortest(maximum));
    }
    return String.join(", ", parts);
  }

  /**
   * Converts a value to the parameter's Java class.
   *
   * @param value a value as read from YAML, JSON or the command line (numbers may be text)
   * @return the value in the class named at {@link Type}
   * @throws IllegalArgumentException saying what was expected
   */
  public Object check(Object value) {
    return switch (type) {
      case INTEGER -> {
        double number = asNumber(value);
        if (number != Math.rint(number) || Math.abs(number) > 9e15) {
          throw expected("a whole number", value);
        }
        inRange(number, value);
        yield value instanceof Long exact ? exact : (Object) (long) number;
      }
      case NUMBER -> inRange(asNumber(value), value);
      case FLAG -> {
        if (value instanceof Boolean flag) {
          yield flag;
        }
        if ("true".equals(value) || "false".equals(value)) {
          yield Boolean.valueOf((String) value);
        }
        throw expected("true or false", value);
      }
      case TEXT, MODEL, FILE -> {
        if (!(value instanceof String text)) {
          boolean scalar = value instanceof Number || value instanceof Boolean;
          throw expected(scalar ? "a text, in quotes" : "a text", value);
        }
        if (!choices.isEmpty() && !choices.contains(text)) {
          throw expected(range(), value);
        }
        yield text;
      }
      case NUMBERS -> {
        if (value instanceof String text) {
          yield checkAll(List.of(text.trim().split("\\s*,\\s*")), value);
        }
        if (!(value instanceof List<?> list)) {
          throw expected("a list of numbers", value);
        }
        yield checkAll(list, value);
      }
    };
  }

  private List<Double> checkAll(List<?> list, Object value) {
    List<Double> numbers = new ArrayList<>();
    for (Object element : list) {
      numbers.add(inRange(asNumber(element), value));
    }
    return List.copyOf(numbers);
  }

  private double asNumber(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof String text) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        throw expected(type == Type.INTEGER ? "a whole number" : "a number", value);
      }
    }
    throw expected(type == Type.INTEGER ? "a whole number" : "a number", value);
  }

  private double inRange(double number, Object value) {
    if (Double.isInfinite(number)) {
      throw expected("a finite number", value);
    }
    boolean low = minimumExcluded ? number > minimum : number >= minimum;
    if (!low || !(number <= maximum)) {
      throw expected("a value " + range(), value);
    }
    return number;
  }

  private IllegalArgumentException expected(String what, Object value) {
    return new IllegalArgumentException(
        "parameter '" + name + "': expected " + what + ", but found '" + value + "'");
  }

  private static String shortest(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
