package org.robustgrid.engine.plan;

import java.util.ArrayList;
import java.util.List;

/** Gives places in one block of memory to buffers; two share a place if never live together. */
final class Layout {

  /** One cache line of floats, so that no two buffers share one. */
  private static final long ALIGNMENT = 16;

  private final List<Place> places = new ArrayList<>();
  private long length;

  private record Place(long offset, long size, int from, int to) {
    boolean conflicts(long otherOffset, long otherSize, int otherFrom, int otherTo) {
      return from <= otherTo
          && otherFrom <= to
          && offset < otherOffset + otherSize
          && otherOffset < offset + size;
    }
  }

  /**
   * Places a buffer at the lowest offset that is free while it lives.
   *
   * @param from first time it is live, inclusive
   * @param to last time it is live, inclusive
   * @return its offset
   */
  long place(long size, int from, int to) {
    long aligned = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    long offset = 0;
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Place place : places) {
        if (place.conflicts(offset, aligned, from, to)) {
          offset = place.offset + place.size;
          moved = true;
        }
      }
    }
    places.add(new Place(offset, aligned, from, to));
    length = Math.max(length, offset + aligned);
    return offset;
  }

  /** Elements of the whole block. */
  long length() {
    return length;
  }
}
