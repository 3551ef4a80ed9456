package org.robustgrid.engine.plan;

import java.util.HashMap;
import java.util.Map;

/**
 * Arrays that the steps of a frame use in turn. A step fills what it reads before it computes, and
 * keeps nothing in them from one row to the next.
 */
final class Scratch {

  /** What a step uses an array for: no step uses two of one kind, index and size. */
  enum Kind {
    INPUT,
    TANGENT,
    TO_INPUT,
    TO_TANGENT,
    OUTPUT,
    OUTPUT_TANGENT,
    SUM
  }

  private record Key(Kind kind, int index, int size) {}

  private final Map<Key, double[]> arrays = new HashMap<>();

  double[] array(Kind kind, int index, int size) {
    return arrays.computeIfAbsent(new Key(kind, index, size), key -> new double[size]);
  }
}
