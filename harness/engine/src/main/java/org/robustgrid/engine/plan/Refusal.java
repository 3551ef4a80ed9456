package org.robustgrid.engine.plan;

/** Says which layer or vertex keeps a network from being computed, why, and what to do. */
final class Refusal {

  private Refusal() {}

  static IllegalArgumentException of(String name, Class<?> type, String what, String wayOut) {
    return new IllegalArgumentException(
        "layer '" + name + "' (" + type.getSimpleName() + ") " + what + "; " + wayOut);
  }
}
