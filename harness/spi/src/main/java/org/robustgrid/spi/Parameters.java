package org.robustgrid.spi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Resolved parameters: every declared one with its value, defaults included, in declared order.
 *
 * @since 0.1
 */
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
   * @return the resolved parameters; after errors, only the valid ones
   */
  public static Parameters resolve(
      Descriptor descriptor, Map<String, ?> given, List<String> errors) {
    Map<String, Object> resolved = new LinkedHashMap<>();
    for (Parameter<?> declaration : descriptor.parameters()) {
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
   * Resolves given values that are expected to be valid, for tests and internal code.
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

  /**
   * The value of a declared parameter.
   *
   * @throws IllegalArgumentException when the plugin's descriptor does not declare it, or declares
   *     it with another type
   */
  public <T> T get(Parameter<T> parameter) {
    Object value = values.get(parameter.name());
    if (value == null) {
      throw new IllegalArgumentException(
          "parameter '" + parameter.name() + "' is read, but the descriptor does not declare it");
    }
    return parameter.read(value);
  }

  /** All values by name, in declared order, in the classes of {@link Parameter.Type}. */
  public Map<String, Object> asMap() {
    return values;
  }
}
