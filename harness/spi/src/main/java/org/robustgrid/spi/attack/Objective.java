package org.robustgrid.spi.attack;

import java.util.Arrays;
import java.util.Objects;

/**
 * What an attack is after.
 *
 * @since 0.1
 */
public final class Objective {

  /**
   * The kinds of objectives; more may be added.
   *
   * @since 0.1
   */
  public enum Kind {
    /** Any class but the label, within the threat model's ball. */
    UNTARGETED,
    /** A given class for each sample, within the ball. */
    TARGETED,
    /** Any class but the label, at the smallest distance in the threat model's norm. */
    MINIMUM_DISTANCE
  }

  private static final Objective UNTARGETED = new Objective(Kind.UNTARGETED, new int[0]);
  private static final Objective MINIMUM = new Objective(Kind.MINIMUM_DISTANCE, new int[0]);

  private final Kind kind;
  private final int[] targets;

  private Objective(Kind kind, int[] targets) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.targets = targets;
  }

  public static Objective untargeted() {
    return UNTARGETED;
  }

  public static Objective minimumDistance() {
    return MINIMUM;
  }

  /**
   * A class to reach for each row.
   *
   * @param targets length = rows of the request
   */
  public static Objective targeted(int[] targets) {
    return new Objective(Kind.TARGETED, targets.clone());
  }

  public Kind kind() {
    return kind;
  }

  /** The target of each row; empty unless targeted. */
  public int[] targets() {
    return targets.clone();
  }

  @Override
  public String toString() {
    return kind == Kind.TARGETED ? "targeted " + Arrays.toString(targets) : kind.name();
  }
}
