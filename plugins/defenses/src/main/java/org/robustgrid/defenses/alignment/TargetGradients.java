package org.robustgrid.defenses.alignment;

/** The sources of target gradients (Ganz et al. 2023, section 4). */
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
