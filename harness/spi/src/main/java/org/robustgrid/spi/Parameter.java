package org.robustgrid.spi;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A plugin's parameter: name, type, default, range and documentation, declared as a constant and
 * read back by it.
 *
 * <pre>{@code
 * static final Parameter<Integer> STEPS =
 *     Parameter.integer("steps", 40, "gradient steps").atLeast(1);
 * …
 * int steps = parameters.get(STEPS);
 * }</pre>
 *
 * <p>Grids, the command line and tests all validate values with {@link #check}.
 *
 * @param <T> the class of the value that a plugin reads
 * @since 0.1
 */
public final class Parameter<T> {

  /**
   * The type of a parameter, and the class of its value in plans and {@link Parameters#asMap}.
   *
   * @since 0.1
   */
  public enum Type {
    /** {@link Long}. */
    INTEGER,
    /** {@link Double}. */
    NUMBER,
    /** {@link Boolean}. */
    FLAG,
    /** {@link String}; one of {@link #choices()} if there are any. */
    TEXT,
    /** {@code List<Long>}. */
    INTEGERS,
    /** {@code List<Double>}. */
    NUMBERS,
    /** {@link String}: the label of another row of the grid, or a model file; trained first. */
    MODEL,
    /** {@link String}: a file the user names; its content is part of the cell's key. */
    FILE,
    /** {@link String}: a folder the user names; its files are part of the cell's key. */
    FOLDER,
    /** {@code List<String>}: files the user names; their content is part of the cell's key. */
    FILES,
    /** {@code List<String>}: some of {@link #choices()}. */
    TEXTS,
    /**
     * {@code Map<String, Object>}: another data set, by its {@code id} and its {@code parameters};
     * the harness adds what identifies its code.
     */
    DATASET
  }

  /** The bounds of a number. */
  private record Range(double minimum, double maximum, boolean minimumExcluded) {

    static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false);

    boolean holds(double number) {
      return (minimumExcluded ? number > minimum : number >= minimum) && number <= maximum;
    }
  }

  /** The norm of a radius, or the parameter that names it. */
  private record Radius(Norm norm, String parameter) {}

  /**
   * What of a model a value names.
   *
   * @param model the parameter that names the model; null for the model that the plugin is about
   */
  private record Part(boolean activation, String model) {}

  private static final double LARGEST_LONG = 9e15;
  private static final String DATASET_ID = "id";
  private static final Set<String> DATASET_KEYS = Set.of(DATASET_ID, "parameters", "code");

  private final String name;
  private final Type type;
  private final String documentation;
  private final Object defaultValue;
  private final Range range;
  private final List<String> choices;
  private final double largest;
  private final Radius radius;
  private final Part part;
  private final Function<Object, T> reader;

  private Parameter(
      String name,
      Type type,
      String documentation,
      Object defaultValue,
      Range range,
      List<String> choices,
      double largest,
      Radius radius,
      Part part,
      Function<Object, T> reader) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = type;
    this.documentation = Objects.requireNonNull(documentation, "documentation");
    this.range = range;
    this.choices = List.copyOf(choices);
    this.largest = largest;
    this.radius = radius;
    this.part = part;
    this.reader = reader;
    if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException(
          "parameter name '" + name + "' is not of the form lower-case words joined by hyphens");
    }
    this.defaultValue = defaultValue == null ? null : check(defaultValue);
  }

  private static <T> Parameter<T> of(
      String name, Type type, Object defaultValue, String documentation, Function<Object, T> read) {
    return new Parameter<>(
        name,
        type,
        documentation,
        defaultValue,
        Range.ALL,
        List.of(),
        LARGEST_LONG,
        null,
        null,
        read);
  }

  /** A whole number of 32 bits. */
  public static Parameter<Integer> integer(String name, int defaultValue, String documentation) {
    return new Parameter<>(
        name,
        Type.INTEGER,
        documentation,
        (long) defaultValue,
        Range.ALL,
        List.of(),
        Integer.MAX_VALUE,
        null,
        null,
        value -> Math.toIntExact((Long) value));
  }

  /** A whole number of absolute value at most 9e15, for a seed. */
  public static Parameter<Long> longInteger(String name, long defaultValue, String documentation) {
    return of(name, Type.INTEGER, defaultValue, documentation, value -> (Long) value);
  }

  /** A finite number. */
  public static Parameter<Double> real(String name, double defaultValue, String documentation) {
    return of(name, Type.NUMBER, defaultValue, documentation, value -> (Double) value);
  }

  /** True or false. */
  public static Parameter<Boolean> flag(String name, boolean defaultValue, String documentation) {
    return of(name, Type.FLAG, defaultValue, documentation, value -> (Boolean) value);
  }

  /** Any text. */
  public static Parameter<String> text(String name, String defaultValue, String documentation) {
    return of(name, Type.TEXT, defaultValue, documentation, value -> (String) value);
  }

  /** Whole numbers of 32 bits; a range holds for each of them. */
  public static Parameter<List<Integer>> integers(
      String name, List<Integer> defaultValue, String documentation) {
    return new Parameter<>(
        name,
        Type.INTEGERS,
        documentation,
        defaultValue,
        Range.ALL,
        List.of(),
        Integer.MAX_VALUE,
        null,
        null,
        value -> each(value, element -> Math.toIntExact((Long) element)));
  }

  /** Finite numbers; a range holds for each of them. */
  public static Parameter<List<Double>> reals(
      String name, List<Double> defaultValue, String documentation) {
    return of(
        name,
        Type.NUMBERS,
        defaultValue,
        documentation,
        value -> each(value, element -> (Double) element));
  }

  /** One of several texts; the first is the default. */
  public static Parameter<String> choice(String name, List<String> choices, String documentation) {
    return choice(name, choices, Function.identity(), documentation);
  }

  /**
   * One of an enum's constants, written in lower case with hyphens; the first is the default.
   *
   * @param values the enum
   */
  public static <E extends Enum<E>> Parameter<E> choice(
      String name, Class<E> values, String documentation) {
    return choice(
        name, Arrays.asList(values.getEnumConstants()), Parameter::written, documentation);
  }

  /**
   * One of several values; the first is the default.
   *
   * @param values in the order in which they are shown
   * @param id how a value is written in a grid; different for each
   */
  public static <E> Parameter<E> choice(
      String name, List<E> values, Function<? super E, String> id, String documentation) {
    List<String> ids = values.stream().<String>map(id).toList();
    return new Parameter<>(
        name,
        Type.TEXT,
        documentation,
        ids.get(0),
        Range.ALL,
        ids,
        LARGEST_LONG,
        null,
        null,
        value -> values.get(ids.indexOf((String) value)));
  }

  /**
   * Some of an enum's constants, written in lower case with hyphens.
   *
   * @param values the enum
   * @param defaultValue in the order in which they are given
   */
  public static <E extends Enum<E>> Parameter<List<E>> choices(
      String name, Class<E> values, List<E> defaultValue, String documentation) {
    List<E> all = Arrays.asList(values.getEnumConstants());
    List<String> ids = all.stream().map(Parameter::written).toList();
    return new Parameter<>(
        name,
        Type.TEXTS,
        documentation,
        defaultValue.stream().map(Parameter::written).toList(),
        Range.ALL,
        ids,
        LARGEST_LONG,
        null,
        null,
        value -> each(value, element -> all.get(ids.indexOf((String) element))));
  }

  private static String written(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Another data set, given by its id alone, or by {@code id} and {@code parameters}; a grid must
   * give it. What a plugin reads is its id; the harness opens it (see {@link
   * org.robustgrid.spi.data.WrappingDatasetProvider}).
   */
  public static Parameter<String> dataset(String name, String documentation) {
    return of(
        name,
        Type.DATASET,
        null,
        documentation,
        value -> (String) ((Map<?, ?>) value).get(DATASET_ID));
  }

  /** A trained model, named by its row's label or its file; a grid must give it. */
  public static Parameter<String> model(String name, String documentation) {
    return of(name, Type.MODEL, null, documentation, value -> (String) value);
  }

  /** A trained model that may be left out. */
  public static Parameter<Optional<String>> optionalModel(String name, String documentation) {
    return of(
        name,
        Type.MODEL,
        "",
        documentation,
        value -> Optional.of((String) value).filter(text -> !text.isEmpty()));
  }

  /**
   * A file; a grid must give it. A relative path is resolved against the folder of the grid file,
   * or the working directory on the command line; what a plugin reads is absolute.
   */
  public static Parameter<Path> file(String name, String documentation) {
    return of(name, Type.FILE, null, documentation, value -> Path.of((String) value));
  }

  /** A {@link #file} that may be left out. */
  public static Parameter<Optional<Path>> optionalFile(String name, String documentation) {
    return of(name, Type.FILE, "", documentation, Parameter::optionalPath);
  }

  /** A folder; a grid must give it. Its path is resolved as that of a {@link #file}. */
  public static Parameter<Path> folder(String name, String documentation) {
    return of(name, Type.FOLDER, null, documentation, value -> Path.of((String) value));
  }

  /** A {@link #folder} that may be left out. */
  public static Parameter<Optional<Path>> optionalFolder(String name, String documentation) {
    return of(name, Type.FOLDER, "", documentation, Parameter::optionalPath);
  }

  /**
   * Files, in the order in which they are named; none by default. Their paths are resolved as that
   * of a {@link #file}.
   */
  public static Parameter<List<Path>> files(String name, String documentation) {
    return of(
        name,
        Type.FILES,
        List.of(),
        documentation,
        value -> each(value, element -> Path.of((String) element)));
  }

  private static Optional<Path> optionalPath(Object value) {
    return Optional.of((String) value).filter(text -> !text.isEmpty()).map(Path::of);
  }

  private static <E> List<E> each(Object value, Function<Object, E> read) {
    return ((List<?>) value).stream().<E>map(read::apply).toList();
  }

  private Parameter<T> with(Object newDefault, Range newRange) {
    return with(newDefault, newRange, radius);
  }

  private Parameter<T> with(Object newDefault, Range newRange, Radius newRadius) {
    return new Parameter<>(
        name, type, documentation, newDefault, newRange, choices, largest, newRadius, part, reader);
  }

  private Parameter<T> with(Part newPart) {
    return new Parameter<>(
        name, type, documentation, defaultValue, range, choices, largest, radius, newPart, reader);
  }

  /** The same parameter with the default removed: a grid must give the value. */
  public Parameter<T> required() {
    return with(null, range);
  }

  /** The same parameter, values at least {@code bound}. */
  public Parameter<T> atLeast(double bound) {
    return with(defaultValue, new Range(bound, range.maximum, false));
  }

  /** The same parameter, values above {@code bound}. */
  public Parameter<T> above(double bound) {
    return with(defaultValue, new Range(bound, range.maximum, true));
  }

  /** The same parameter, values at most {@code bound}. */
  public Parameter<T> atMost(double bound) {
    return with(defaultValue, new Range(range.minimum, bound, range.minimumExcluded));
  }

  /**
   * The same parameter, declared as the radius of a ball that training perturbs within. If a grid
   * does not give it, it is the radius that is customary for the data under the norm ({@link
   * org.robustgrid.spi.data.DatasetDescriptor#radii}), and its default if there is none.
   */
  public Parameter<T> customaryRadius(Norm norm) {
    return with(defaultValue, range, new Radius(norm, null));
  }

  /**
   * The same under a norm that is itself a parameter.
   *
   * @param norm a choice of norms by their {@link Norm#id}
   */
  public Parameter<T> customaryRadius(Parameter<Norm> norm) {
    return with(defaultValue, range, new Radius(null, norm.name()));
  }

  /**
   * The same parameter, declared as the name of an activation of the network that an analysis looks
   * into. A grid whose network is known not to have it is refused; an empty text names none.
   */
  public Parameter<T> activation() {
    return with(new Part(true, null));
  }

  /**
   * The same for an activation of the network that another parameter names, or of the analysed
   * model's if that parameter names none.
   *
   * @param model of type {@link Type#MODEL}
   */
  public Parameter<T> activationOf(Parameter<?> model) {
    return with(new Part(true, model.name()));
  }

  /**
   * The same parameter, declared as an epoch of the training of the model that another parameter
   * names, 0 for its end. A grid that does not keep the epoch's weights is refused.
   *
   * @param model of type {@link Type#MODEL}
   */
  public Parameter<T> epochOf(Parameter<?> model) {
    return with(new Part(false, model.name()));
  }

  /** Whether its value names an activation. */
  public boolean namesActivation() {
    return part != null && part.activation;
  }

  /** Whether its value is an epoch of a model's training. */
  public boolean namesEpoch() {
    return part != null && !part.activation;
  }

  /**
   * The parameter that names the model whose activation or epoch it is; empty for the model that
   * the plugin is about.
   */
  public Optional<String> ofModel() {
    return Optional.ofNullable(part).map(found -> found.model);
  }

  /** Whether it follows the customary radius of the data. */
  public boolean followsData() {
    return radius != null;
  }

  /**
   * The norm under which it is a radius; empty if it is not a radius.
   *
   * @param resolved the plugin's parameters, as {@link Parameters#asMap} holds them
   */
  public Optional<Norm> norm(Map<String, Object> resolved) {
    if (radius == null) {
      return Optional.empty();
    }
    return Optional.of(
        radius.norm != null
            ? radius.norm
            : Norm.of(String.valueOf(resolved.get(radius.parameter))));
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

  /** The default in the class named at {@link Type}; empty if a grid must give the value. */
  public Optional<Object> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  /** How the values of a choice are written, the default first; empty for other parameters. */
  public List<String> choices() {
    return choices;
  }

  /** The range in words, for example {@code > 0}; empty if every value is allowed. */
  public String range() {
    if (!choices.isEmpty()) {
      return "one of " + String.join(", ", choices);
    }
    List<String> parts = new ArrayList<>();
    if (range.minimum != Double.NEGATIVE_INFINITY) {
      parts.add((range.minimumExcluded ? "> " : ">= ") + shortest(range.minimum));
    }
    if (range.maximum != Double.POSITIVE_INFINITY) {
      parts.add("<= " + shortest(range.maximum));
    }
    return String.join(", ", parts);
  }

  /**
   * Converts a value to the class named at {@link Type}.
   *
   * @param value a value as read from YAML, JSON or the command line (numbers may be text, and
   *     lists text with commas)
   * @return the value as plans hold it
   * @throws IllegalArgumentException saying what was expected
   */
  public Object check(Object value) {
    return switch (type) {
      case INTEGER -> whole(value, value);
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
      case TEXT, MODEL, FILE, FOLDER -> text(value, value);
      case INTEGERS ->
          elements(value, "whole numbers").stream().map(element -> whole(element, value)).toList();
      case NUMBERS ->
          elements(value, "numbers").stream()
              .map(element -> inRange(asNumber(element), value))
              .toList();
      case FILES ->
          elements(value, "files").stream().map(element -> (Object) text(element, value)).toList();
      case TEXTS -> {
        List<Object> texts =
            elements(value, "texts").stream()
                .map(element -> (Object) text(element, value))
                .toList();
        if (texts.isEmpty() || texts.stream().distinct().count() < texts.size()) {
          throw expected("at least one, each once, of " + String.join(", ", choices), value);
        }
        yield texts;
      }
      case DATASET -> datasetEntry(value);
    };
  }

  private Map<?, ?> datasetEntry(Object value) {
    if (value instanceof String id && !id.isBlank()) {
      return Map.of(DATASET_ID, id);
    }
    if (value instanceof Map<?, ?> entry
        && entry.get(DATASET_ID) instanceof String
        && DATASET_KEYS.containsAll(entry.keySet())
        && (entry.get("parameters") == null || entry.get("parameters") instanceof Map)) {
      return entry;
    }
    throw expected("the id of a data set, or a mapping of 'id' and 'parameters'", value);
  }

  /** Converts a plan's value to the value that the plugin reads. */
  T read(Object value) {
    try {
      return reader.apply(value);
    } catch (ClassCastException e) {
      throw new IllegalArgumentException(
          "parameter '" + name + "' is read as another type than it was declared with", e);
    }
  }

  private List<?> elements(Object value, String what) {
    if (value instanceof String text) {
      return text.isBlank() ? List.of() : List.of(text.trim().split("\\s*,\\s*"));
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw expected("a list of " + what, value);
  }

  private String text(Object element, Object value) {
    if (!(element instanceof String text)) {
      boolean scalar = element instanceof Number || element instanceof Boolean;
      throw expected(scalar ? "a text, in quotes" : "a text", value);
    }
    if (!choices.isEmpty() && !choices.contains(text)) {
      throw expected(range(), value);
    }
    return text;
  }

  private Object whole(Object element, Object value) {
    double number = asNumber(element);
    if (number != Math.rint(number) || Math.abs(number) > LARGEST_LONG) {
      throw expected(type == Type.INTEGERS ? "whole numbers" : "a whole number", value);
    }
    inRange(number, value);
    if (Math.abs(number) > largest) {
      throw expected("a whole number of at most " + shortest(largest), value);
    }
    return element instanceof Long exact ? exact : (Object) (long) number;
  }

  private double asNumber(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof String text) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        throw expected(numeral(), value);
      }
    }
    throw expected(numeral(), value);
  }

  private String numeral() {
    return type == Type.INTEGER || type == Type.INTEGERS ? "a whole number" : "a number";
  }

  private double inRange(double number, Object value) {
    if (Double.isInfinite(number)) {
      throw expected("a finite number", value);
    }
    if (!range.holds(number)) {
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
