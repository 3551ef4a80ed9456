package org.robustgrid.engine.kernel;

import java.util.function.Supplier;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;

/** Keeps ND4J's operations from oneDNN for a while; the switch is one for the whole process. */
public final class NativeHelpers {

  private NativeHelpers() {}

  /** Runs operations on ND4J's own kernels. */
  public static synchronized <R> R without(Supplier<R> operations) {
    Environment environment = Nd4j.getEnvironment();
    boolean allowed = environment.helpersAllowed();
    environment.allowHelpers(false);
    try {
      return operations.get();
    } finally {
      environment.allowHelpers(allowed);
    }
  }
}
