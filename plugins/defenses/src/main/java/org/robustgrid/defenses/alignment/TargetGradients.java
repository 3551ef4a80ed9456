package org.robustgrid.defenses.alignment;

import java.util.Arrays;
import java.util.List;

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

  static List<String> ids() {
    return Arrays.stream(values()).map(TargetGradients::id).toList();
  }

  static TargetGradients of(String id) {
    return Arrays.stream(values()).filter(t -> t.id.equals(id)).findFirst().orElseThrow();
  }
}
