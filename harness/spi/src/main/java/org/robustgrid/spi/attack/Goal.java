package org.robustgrid.spi.attack;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The goal of an attack. The harness sets it, chooses targets, and judges success.
 *
 * @since 0.1
 */
public final class Goal {

  /**
   * The kinds of goals; more may be added.
   *
   * @since 0.1
   */
  public enum Kind {
    /** Any class but the label, within the threat model's ball. */
    UNTARGETED("untargeted"),
    /** A given class for each row, within the ball. */
    TARGETED("targeted"),
    /**
     * Any class but the label, at the smallest distance in the threat model's norm. With an
     * epsilon, points beyond it do not count; without one, the whole domain is searched.
     */
    MINIMUM_DISTANCE("minimum-distance");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    /** The name in grids and reports. */
    public String id() {
      return id;
    }

    /**
     * Finds a kind by its id.
     *
     * @throws IllegalArgumentException naming the kinds there are
     */
    public static Kind of(String id) {
      return Arrays.stream(values())
          .filter(kind -> kind.id.equals(id))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "there is no goal '"
                          + id
                          + "'; expected one of "
                          + Arrays.stream(values())
                              .map(Kind::id)
                              .collect(Collectors.joining(", "))));
    }
  }

  private static final Goal UNTARGETED = new Goal(Kind.UNTARGETED, new int[0]);
  private static final Goal MINIMUM = new Goal(Kind.MINIMUM_DISTANCE, new int[0]);

  private final Kind kind;
  private final int[] targets;

  private Goal(Kind kind, int[] targets) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.targets = targets;
  }

  public static Goal untargeted() {
    return UNTARGETED;
  }

  public static Goal minimumDistance() {
    return MINIMUM;
  }

  /**
   * A class to reach for each row.
   *
   * @param targets length = rows of the request; none is its row's label
   */
  public static Goal targeted(int... targets) {
    return new Goal(Kind.TARGETED, targets.clone());
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
    return kind == Kind.TARGETED ? "targeted " + Arrays.toString(targets) : kind.id();
  }
}
