package org.robustgrid.engine;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.robustgrid.engine.plan.PlanMemory;
import org.robustgrid.engine.plan.Variant;

/**
 * The frames of passes, kept between them within a budget: a closed pass's is the next one's, and
 * idle ones make room for one that would not fit beside them.
 */
final class FramePool {

  /** Closed passes' buffers that are kept for the next ones. */
  private static final int IDLE_FRAMES = 4;

  private final GraphNetwork network;
  private final long budget;
  private final Deque<FramePass> idle = new ArrayDeque<>();
  private final Set<FramePass> lent = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * Starts empty.
   *
   * @param budget bytes of one pass and all idle ones together
   */
  FramePool(GraphNetwork network, long budget) {
    this.network = network;
    this.budget = budget;
  }

  /** Lends a pass that is to be opened. */
  FramePass take(Variant variant, int rows) {
    for (FramePass candidate : idle) {
      if (candidate.fits(variant, rows)) {
        idle.remove(candidate);
        lent.add(candidate);
        return candidate;
      }
    }
    PlanMemory memory = network.memory(variant);
    makeRoom(
        room -> memory.fits(rows, room),
        () -> MemoryBudget.exceeded(rows, memory.bytes(rows), memory.mostRows(budget), budget));
    FramePass made = new FramePass(network, variant, network.program(variant).frame(rows));
    lent.add(made);
    return made;
  }

  /** Refuses tangents that memory does not hold, before they are pushed for the first time. */
  void requireTangents(Variant variant, int rows) {
    PlanMemory memory = network.memory(variant);
    makeRoom(
        room -> memory.fitsWithTangent(rows, room),
        () ->
            MemoryBudget.exceeded(
                rows, memory.bytesWithTangent(rows), memory.mostRowsWithTangent(budget), budget));
  }

  /** Drops idle frames, the oldest first, until what is wanted fits beside the rest. */
  private void makeRoom(LongPredicate fits, Supplier<OutOfMemoryError> refusal) {
    while (!fits.test(budget - idle.stream().mapToLong(FramePass::bytes).sum())) {
      if (idle.isEmpty()) {
        throw refusal.get();
      }
      idle.removeLast().release();
    }
  }

  /** Takes a closed pass's buffers back. */
  void giveBack(FramePass pass) {
    if (lent.remove(pass)) {
      idle.addFirst(pass);
      if (idle.size() > IDLE_FRAMES) {
        idle.removeLast().release();
      }
    }
  }

  /** Gives all memory back, that of open passes too, which are closed by it. */
  void release() {
    idle.forEach(FramePass::release);
    idle.clear();
    lent.forEach(FramePass::release);
    lent.clear();
  }
}
