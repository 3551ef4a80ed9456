package org.robustgrid.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is to be said about a number of threads on this machine. */
final class ThreadNotes {

  private static final List<String> VARIABLES =
      List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS");

  private ThreadNotes() {}

  static List<String> of(int threads, Map<String, String> environment) {
    return of(threads, Runtime.getRuntime().availableProcessors(), environment);
  }

  /**
   * Says what is odd.
   *
   * @param threads of a worker
   * @param cores of this process
   * @param environment whose settings a worker does not see
   */
  static List<String> of(int threads, int cores, Map<String, String> environment) {
    List<String> notes = new ArrayList<>();
    if (threads > cores) {
      notes.add(
          threads
              + " threads a worker are more than the "
              + cores
              + (cores == 1 ? " core" : " cores")
              + " here: they wait for one another, and --threads "
              + cores
              + " would be faster");
    }
    for (String variable : VARIABLES) {
      String value = environment.get(variable);
      if (value != null && !value.strip().equals(Integer.toString(threads))) {
        notes.add(
            variable
                + "="
                + value
                + " is set, but workers compute with "
                + threads
                + (threads == 1 ? " thread" : " threads")
                + "; --threads decides, not the environment");
      }
    }
    return notes;
  }
}
