package org.robustgrid.spi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Resolved parameters: every declared one with its value, defaults included, in declared order. */
public final class Parameters {

  private final Map<String, Object> values;

  private Parameters(Map<String, Object> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * Resolves given values against declarations.
   *
   * @param descriptor the plugin
   * @param given values by name, as read from YAML or the command line
   * @param errors receives one message for each unknown name, missing value or bad value
   * @return the resolved parameters; where there were errors, those without one
   */
  public static Parameters resolve(
      Descriptor descriptor, Map<String, ?> given, List<String> errors) {
    Map<String, Object> resolved = new LinkedHashMap<>();
    for (ParameterDeclaration declaration : descriptor.parameters()) {
      Object value = given.get(declaration.name());
      if (value == null) {
        declaration
            .defaultValue()
            .ifPresentOrElse(
                v -> resolved.put(declaration.name(), v),
                () -> errors.add("parameter '" + declaration.name() + "' is required"));
        continue;
      }
      try {
        resolved.put(declaration.name(), declaration.check(value));
      } catch (IllegalArgumentException e) {
        errors.add(e.getMessage());
      }
    }
    for (String name : given.keySet()) {
      if (descriptor.parameter(name).isEmpty()) {
        List<String> known = descriptor.parameters().stream().map(p -> p.name()).toList();
        errors.add(
            "unknown parameter '"
                + name
                + "'; "
                + (known.isEmpty()
                    ? "'" + descriptor.id() + "' has none"
                    : "'" + descriptor.id() + "' knows " + String.join(", ", known)));
      }
    }
    return new Parameters(resolved);
  }

  /**
   * Resolves given values, for tests and code that knows they are good.
   *
   * @throws IllegalArgumentException with all errors
   */
  public static Parameters of(Descriptor descriptor, Map<String, ?> given) {
    List<String> errors = new ArrayList<>();
    Parameters parameters = resolve(descriptor, given, errors);
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", errors));
    }
    return parameters;
  }

  public long integer(String name) {
    return value(name, Long.class);
  }

  public double number(String name) {
    return value(name, Double.class);
  }

  public boolean flag(String name) {
    return value(name, Boolean.class);
  }

  public String text(String name) {
    return value(name, String.class);
  }

  public List<Double> numbers(String name) {
    List<Double> numbers = new ArrayList<>();
    for (Object element : value(name, List.class)) {
      numbers.add((Double) element);
    }
    return numbers;
  }

  /** All values by name, in declared order. */
  public Map<String, Object> asMap() {
    return values;
  }

  private <T> T value(String name, Class<T> type) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no parameter '" + name + "' was declared");
    }
    return type.cast(value);
  }
}
