package org.robustgrid.base.yaml;

/**
 * Where a value stands in a grid.
 *
 * @param line counted from 1, 0 if the grid was not read from a text
 * @param column counted from 1
 * @param key the path of keys, for example {@code attacks[1].parameters.steps}
 */
public record Place(int line, int column, String key) {

  /** The place of something that was not read from a text. */
  public static Place none(String key) {
    return new Place(0, 0, key);
  }

  @Override
  public String toString() {
    String path = key.isEmpty() ? "" : " " + key;
    return line == 0 ? path.strip() : line + ":" + column + path;
  }
}
