package org.robustgrid.numerics;

import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where an attack keeps what is as large as its images: iterates, gradients, the best points.
 *
 * <p>On a device with memory of its own they stay there. Images cross once at the start of an
 * attack and once at its end, and a step moves no more than figures of a row or of a row and class:
 * losses, norms, step sizes, logits. That holds for PGD and APGD; FAB computes on the host.
 */
public enum AttackMemory {
  /** Java arrays, changed by loops: ND4J's arrays lie in the host's memory anyway. */
  HOST,
  /** ND4J arrays, changed in place by ND4J's operations, which run where the arrays are. */
  RESIDENT;

  /** System property that forces one of them by name, in lower case; for tests without a device. */
  public static final String PROPERTY = "robustgrid.attackMemory";

  /**
   * What this process uses: resident on ND4J's CUDA backend, else the host's memory.
   *
   * @throws IllegalArgumentException when {@value #PROPERTY} names neither
   */
  public static AttackMemory current() {
    String forced = System.getProperty(PROPERTY);
    if (forced == null) {
      return onDevice() ? RESIDENT : HOST;
    }
    return switch (forced) {
      case "host" -> HOST;
      case "resident" -> RESIDENT;
      default ->
          throw new IllegalArgumentException(
              "system property "
                  + PROPERTY
                  + " is '"
                  + forced
                  + "', expected host or resident; leave it away to let the backend decide");
    };
  }

  /** Whether ND4J computes in memory that Java cannot read. */
  private static boolean onDevice() {
    return Nd4j.getExecutioner().type() == ExecutionerType.CUDA;
  }
}
