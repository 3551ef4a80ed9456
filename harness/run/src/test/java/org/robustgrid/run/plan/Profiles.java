package org.robustgrid.run.plan;

import java.util.Map;
import java.util.TreeMap;

/** Execution profiles for tests, which do not depend on the machine. */
public final class Profiles {

  private Profiles() {}

  /** The standard profile with the portable library. */
  public static ExecutionProfile portable() {
    return of("portable");
  }

  /** The standard profile with a native library of ND4J, whose convolutions are ND4J's. */
  public static ExecutionProfile of(String nativeLibrary) {
    return ExecutionProfile.standard(
        "engine",
        new TreeMap<>(
            Map.of(
                "nativeLibrary", nativeLibrary,
                "convolutions", "nd4j",
                "precision", "float",
                "microBatch", "64")));
  }
}
