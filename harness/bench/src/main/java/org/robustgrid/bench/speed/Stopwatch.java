package org.robustgrid.bench.speed;

/** Times works run after run. */
final class Stopwatch {

  // before the first call that counts buffers are made, and Java compiles what is hot
  private static final int FEWEST_WARM_UP_CALLS = 2;
  private static final int MOST_WARM_UP_CALLS = 50;
  private static final double WARM_UP_SECONDS = 1;

  private Stopwatch() {}

  /**
   * Times a work after warming it up.
   *
   * @param runs at least 1
   */
  static Timing time(Work work, int runs) {
    warmUp(work);
    double[] seconds = new double[runs];
    for (int i = 0; i < runs; i++) {
      seconds[i] = seconds(work);
    }
    return Timing.of(work.what(), work.batch(), seconds);
  }

  /** Runs a work until it should be as fast as it gets. */
  static void warmUp(Work work) {
    double spent = 0;
    for (int i = 0; i < MOST_WARM_UP_CALLS; i++) {
      if (i >= FEWEST_WARM_UP_CALLS && spent >= WARM_UP_SECONDS) {
        return;
      }
      spent += seconds(work);
    }
  }

  /** One run's time. */
  static double seconds(Work work) {
    long start = System.nanoTime();
    work.action().run();
    return (System.nanoTime() - start) / 1e9;
  }
}
