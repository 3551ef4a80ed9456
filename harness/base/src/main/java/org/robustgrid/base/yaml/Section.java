package org.robustgrid.base.yaml;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.robustgrid.base.Nearest;

/**
 * A mapping of a YAML file, read key by key; every mistake is reported and a harmless value given.
 */
public final class Section {

  /** Up to here every whole number is a double. */
  private static final double LARGEST_EXACT = 0x1p53;

  private final Map<String, YamlValue> values;
  private final Place place;
  private final Problems problems;

  private Section(Map<String, YamlValue> values, Place place, Problems problems) {
    this.values = values;
    this.place = place;
    this.problems = problems;
  }

  /** Reads a mapping; {@code known} are the keys it may have. */
  public static Section of(YamlValue value, Collection<String> known, Problems problems) {
    Map<String, YamlValue> values = mapping(value, problems);
    values.forEach(
        (name, v) -> {
          if (!known.contains(name)) {
            problems.add(
                v.place(),
                "unknown key '"
                    + name
                    + "', expected one of "
                    + String.join(", ", known)
                    + Nearest.question(name, known));
          } else if (v.content() == null) {
            problems.add(v.place(), nothing(name));
          }
        });
    return new Section(values, value.place(), problems);
  }

  private static String nothing(String name) {
    return "'" + name + "' has no value; give it one, or remove the key";
  }

  private static Map<String, YamlValue> mapping(YamlValue value, Problems problems) {
    Map<String, YamlValue> values = new LinkedHashMap<>();
    if (value.content() instanceof Map<?, ?> map) {
      map.forEach((k, v) -> values.put((String) k, (YamlValue) v));
    } else {
      problems.add(value.place(), "expected a mapping of keys to values, found " + value.kind());
    }
    return values;
  }

  public Place place() {
    return place;
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** Where a key's value stands, or the mapping's own place. */
  public Place place(String key) {
    return has(key) ? values.get(key).place() : place;
  }

  private Optional<YamlValue> value(String key) {
    return Optional.ofNullable(values.get(key)).filter(v -> v.content() != null);
  }

  public Optional<String> text(String key) {
    return value(key).flatMap(v -> text(v, problems));
  }

  /** Where a text is expected, what looks like a number or a flag is meant as one, as written. */
  private static Optional<String> text(YamlValue v, Problems problems) {
    if (v.isScalar()) {
      return Optional.of(v.text());
    }
    problems.add(v.place(), "expected a text, found " + v.kind());
    return Optional.empty();
  }

  public Optional<Double> number(String key) {
    return value(key).flatMap(v -> number(v, problems));
  }

  private static Optional<Double> number(YamlValue v, Problems problems) {
    if (v.content() instanceof Number number) {
      return Optional.of(number.doubleValue());
    }
    if (v.content() instanceof String text && Fraction.parse(text).isPresent()) {
      return Optional.of(Fraction.parse(text).getAsDouble());
    }
    problems.add(
        v.place(),
        "expected a number, or a fraction such as 8/255, found " + v.kind() + NumberHint.of(v));
    return Optional.empty();
  }

  public Optional<Long> integer(String key) {
    return value(key).flatMap(v -> integer(v, problems));
  }

  /** True or false. */
  public Optional<Boolean> flag(String key) {
    return value(key).flatMap(v -> flag(v, problems));
  }

  private static Optional<Boolean> flag(YamlValue v, Problems problems) {
    if (v.content() instanceof Boolean flag) {
      return Optional.of(flag);
    }
    problems.add(v.place(), "expected true or false, found " + v.kind());
    return Optional.empty();
  }

  /** A whole number with its place. */
  public Optional<Count> count(String key) {
    return integer(key).map(value -> new Count(value, place(key)));
  }

  private static Optional<Long> integer(YamlValue v, Problems problems) {
    if (v.content() instanceof Long whole) {
      return Optional.of(whole);
    }
    if (v.content() instanceof Double number
        && number == Math.rint(number)
        && Math.abs(number) <= LARGEST_EXACT) {
      return Optional.of(number.longValue());
    }
    problems.add(
        v.place(),
        v.content() instanceof BigInteger
            ? "expected a whole number of at most " + Long.MAX_VALUE + ", found " + v.kind()
            : "expected a whole number, found " + v.kind() + NumberHint.of(v));
    return Optional.empty();
  }

  /** A list of numbers. */
  public List<Double> numbers(String key) {
    return list(key, v -> number(v, problems));
  }

  /** A list of whole numbers. */
  public List<Long> integers(String key) {
    return list(key, v -> integer(v, problems));
  }

  /** A list of texts. */
  public List<String> texts(String key) {
    return list(key, v -> text(v, problems));
  }

  /** A list whose elements a function reads; elements that cannot be read are left out. */
  public <T> List<T> list(String key, Function<YamlValue, Optional<T>> read) {
    List<T> result = new ArrayList<>();
    value(key)
        .ifPresent(
            v -> {
              if (v.content() instanceof List<?> list) {
                list.forEach(e -> read.apply((YamlValue) e).ifPresent(result::add));
              } else {
                problems.add(v.place(), "expected a list, found " + v.kind());
              }
            });
    return result;
  }

  /** Whether a key holds a list of nothing. */
  public boolean isEmpty(String key) {
    return value(key).filter(v -> v.content() instanceof List<?> l && l.isEmpty()).isPresent();
  }

  /** Whether an element of a key's list meets a condition. */
  public boolean anyElement(String key, Predicate<YamlValue> condition) {
    return value(key).stream()
        .filter(v -> v.content() instanceof List)
        .flatMap(v -> ((List<?>) v.content()).stream())
        .anyMatch(e -> condition.test((YamlValue) e));
  }

  /** A mapping of names to plain values with their places. */
  public Values mapping(String key) {
    return value(key)
        .map(
            v -> {
              Map<String, Object> plain = new LinkedHashMap<>();
              Map<String, Place> places = new LinkedHashMap<>();
              mapping(v, problems)
                  .forEach(
                      (name, value) -> {
                        if (value.content() == null) {
                          problems.add(value.place(), nothing(name));
                        }
                        plain.put(name, value.plain());
                        places.put(name, value.place());
                      });
              return new Values(plain, places, v.place());
            })
        .orElse(Values.none(place));
  }

  /** A mapping that is read further as a section, where it exists. */
  public Optional<YamlValue> section(String key) {
    return value(key);
  }
}
