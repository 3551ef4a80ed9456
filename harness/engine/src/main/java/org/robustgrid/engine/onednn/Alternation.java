package org.robustgrid.engine.onednn;

import java.util.Arrays;
import java.util.List;

/** Times executions against each other, so that what else the machine does weighs on all alike. */
final class Alternation {

  private static final int WARM_UPS = 2;
  private static final int ROUNDS = 9;

  /** Repeated until it takes so long, for a clock's and a scheduler's sake. */
  private static final double SECONDS_A_ROUND = 1e-3;

  private static final int MOST_REPEATS = 50;

  /** So many times slower than the fastest when warm: not worth any more rounds. */
  private static final double HOPELESS = 2;

  private Alternation() {}

  /** The median time of each; of one that is much too slow, its time when warm. */
  static double[] medianSeconds(List<Execution> executions) {
    int count = executions.size();
    double[] warm = new double[count];
    for (int i = 0; i < count; i++) {
      warm[i] = Double.POSITIVE_INFINITY;
      // the first call takes memory and packs weights
      executions.get(i).run();
      for (int call = 0; call < WARM_UPS; call++) {
        warm[i] = Math.min(warm[i], seconds(executions.get(i), 1));
      }
    }
    double fastest = Arrays.stream(warm).min().orElse(0);
    double[][] rounds = new double[count][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      for (int j = 0; j < count; j++) {
        int i = round % 2 == 0 ? j : count - 1 - j;
        boolean hopeless = warm[i] > HOPELESS * fastest;
        rounds[i][round] = hopeless ? warm[i] : seconds(executions.get(i), repeats(fastest));
      }
    }
    double[] medians = new double[count];
    for (int i = 0; i < count; i++) {
      Arrays.sort(rounds[i]);
      medians[i] = rounds[i][ROUNDS / 2];
    }
    return medians;
  }

  private static int repeats(double seconds) {
    return (int) Math.max(1, Math.min(MOST_REPEATS, Math.ceil(SECONDS_A_ROUND / seconds)));
  }

  private static double seconds(Runnable work, int repeats) {
    long start = System.nanoTime();
    for (int i = 0; i < repeats; i++) {
      work.run();
    }
    return (System.nanoTime() - start) / 1e9 / repeats;
  }
}
