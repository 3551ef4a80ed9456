package org.robustgrid.base.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named values as the user wrote them, not yet checked.
 *
 * @param plain nested maps, lists and scalars by name
 * @param places where each stands
 * @param place where they stand together
 */
public record Values(Map<String, Object> plain, Map<String, Place> places, Place place) {

  public Values {
    plain = Collections.unmodifiableMap(new LinkedHashMap<>(plain));
    places = Map.copyOf(places);
  }

  /** No values. */
  public static Values none(Place place) {
    return new Values(Map.of(), Map.of(), place);
  }

  /** Values that come from a program. */
  public static Values of(Map<String, Object> plain) {
    return new Values(plain, Map.of(), Place.none("parameters"));
  }

  /** Where a name's value stands, or all of them. */
  public Place place(String name) {
    return places.getOrDefault(name, place);
  }
}
