package org.robustgrid.run.coordinator;

import java.util.List;
import java.util.Map;

/**
 * Configures the environment of a process so that it has the requested number of native threads and
 * these do not spin for long while they wait for each other.
 *
 * <p>ND4J and oneDNN end every operation at a barrier of GNU's OpenMP. By default a thread spins
 * there for milliseconds before it sleeps. On a core that it shares with another process it thereby
 * uses up the time that the thread it waits for would need: beside one busy process an attack takes
 * many times as long. {@code harness/bench/README.md} has the measurements.
 */
final class NativeThreads {

  /** Variables of the user about spinning threads: if one is set, none is added. */
  private static final List<String> SPINNING = List.of("OMP_WAIT_POLICY", "GOMP_SPINCOUNT");

  private NativeThreads() {}

  /**
   * Sets the native threads of a process before it starts.
   *
   * @param threads at least 1; whatever the environment said before
   * @param environment of the process, changed here; what it says of waiting stays
   */
  static void settle(int threads, Map<String, String> environment) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, but is " + threads);
    }
    String count = Integer.toString(threads);
    environment.put("OMP_NUM_THREADS", count);
    environment.put("OPENBLAS_NUM_THREADS", count);
    environment.put("MKL_NUM_THREADS", count);
    if (SPINNING.stream().noneMatch(environment::containsKey)) {
      environment.put("OMP_WAIT_POLICY", "PASSIVE");
      // of GNU's library, and there it counts: a short spin, which an idle machine gains by
      environment.put("GOMP_SPINCOUNT", "2000");
    }
  }
}
