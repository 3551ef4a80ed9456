package org.robustgrid.spi;

/**
 * The norm in which a perturbation is measured.
 *
 * @since 0.1
 */
public enum Norm {
  LINF("linf"),
  L2("l2"),
  L1("l1"),
  L0("l0");

  private final String id;

  Norm(String id) {
    this.id = id;
  }

  /** The name used in grids, result files and golden vectors. */
  public String id() {
    return id;
  }

  /**
   * Reads a norm's name.
   *
   * @throws IllegalArgumentException naming the known norms
   */
  public static Norm of(String id) {
    for (Norm norm : values()) {
      if (norm.id.equals(id)) {
        return norm;
      }
    }
    throw new IllegalArgumentException("unknown norm '" + id + "', expected linf, l2, l1 or l0");
  }
}
