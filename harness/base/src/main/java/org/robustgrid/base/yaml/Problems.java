package org.robustgrid.base.yaml;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects everything that is wrong with a grid, in the order of discovery, each once. */
public final class Problems {

  private final String source;
  private final Set<String> messages = new LinkedHashSet<>();

  /**
   * @param source the grid's file, shown in front of every place
   */
  public Problems(String source) {
    this.source = source;
  }

  public void add(Place place, String message) {
    messages.add(source + ":" + place + ": " + message);
  }

  public List<String> messages() {
    return List.copyOf(messages);
  }

  /** Ends the validation where something was wrong. */
  public void throwIfAny() {
    if (!messages.isEmpty()) {
      throw new YamlException(source, messages());
    }
  }
}
