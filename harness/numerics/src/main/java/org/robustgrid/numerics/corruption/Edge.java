package org.robustgrid.numerics.corruption;

/** The value that replaces one beyond the edge of a line. */
enum Edge {
  /** The last one: a a a | a b c. */
  NEAREST,
  /** Mirrored with the last one repeated: c b a | a b c. */
  REFLECT,
  /** Mirrored at the last one: c b | a b c. */
  MIRROR;

  /**
   * The place of the value.
   *
   * @param at a place that may lie beyond
   * @param length of the line
   */
  int place(int at, int length) {
    if (at >= 0 && at < length) {
      return at;
    }
    switch (this) {
      case NEAREST:
        return at < 0 ? 0 : length - 1;
      case REFLECT:
        int doubled = Math.floorMod(at, 2 * length);
        return doubled < length ? doubled : 2 * length - 1 - doubled;
      default:
        if (length == 1) {
          return 0;
        }
        int period = Math.floorMod(at, 2 * length - 2);
        return period < length ? period : 2 * length - 2 - period;
    }
  }
}
