package org.robustgrid.defenses.alignment;

/** Where target gradients come from (Ganz et al. 2023, section 4). */
enum TargetGradients {
  ONE_IMAGE("one-image"),
  CLASS_MEAN("class-mean"),
  NEAREST_NEIGHBOUR("nearest-neighbour"),
  SCORE_BASED("score-based");

  private final String id;

  TargetGradients(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }
}
