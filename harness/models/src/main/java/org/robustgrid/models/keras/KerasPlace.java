package org.robustgrid.models.keras;

import java.util.List;

/**
 * Where a layer's weights lie in a file.
 *
 * @param names of the layer's model, if it is nested, then of the layer
 * @param archived path of the layer in an archive of Keras 3, which names layers by their class
 */
record KerasPlace(List<String> names, String archived) {

  KerasPlace {
    names = List.copyOf(names);
  }

  /** Whether a path in an HDF5 file of Keras 2 is of this layer's weights. */
  boolean owns(String path) {
    List<String> parts = List.of(path.split("/"));
    int from = 0;
    for (String name : names) {
      // a layer's name may hold slashes itself
      List<String> wanted = List.of(name.split("/"));
      int at = find(parts, wanted, from);
      if (at < 0 || from == 0 && at != 0) {
        return false;
      }
      from = at + wanted.size();
    }
    return true;
  }

  private static int find(List<String> parts, List<String> wanted, int from) {
    for (int at = from; at + wanted.size() < parts.size(); at++) {
      if (parts.subList(at, at + wanted.size()).equals(wanted)) {
        return at;
      }
    }
    return -1;
  }

  @Override
  public String toString() {
    return "layer '" + String.join("/", names) + "'";
  }
}
