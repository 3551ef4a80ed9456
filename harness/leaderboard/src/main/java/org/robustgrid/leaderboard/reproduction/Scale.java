package org.robustgrid.leaderboard.reproduction;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How large an experiment is. */
public enum Scale {
  /** Handwritten digits, minutes on two cores. */
  DIGITS,
  /** Coloured pictures, hours on a CPU or minutes on a GPU. */
  COLOUR,
  /** The paper's own setting. */
  PAPER;

  /** Its name in files and options. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scale of a name; empty if there is none. */
  public static Optional<Scale> of(String id) {
    return Arrays.stream(values()).filter(scale -> scale.id().equals(id)).findFirst();
  }
}
