package org.robustgrid.numerics;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Works on the rows of a batch that lies in the host's memory, each row separately, so that the
 * number of threads changes no bit of a result. One thread is the default: where networks compute
 * on the same cores, further threads would be in their way. An executor whose networks compute
 * elsewhere gives these loops more.
 *
 * @since 0.1
 */
public final class HostRows {

  /** Numbers in a batch below which to start threads costs more than they gain. */
  private static final int WORTHWHILE = 1 << 15;

  private static volatile int threads = 1;

  private HostRows() {}

  /**
   * Sets how many threads of this process share the rows of a batch.
   *
   * @throws IllegalArgumentException below 1
   */
  public static void threads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("threads must be at least 1, but are " + count);
    }
    threads = count;
  }

  /**
   * Runs a task for each row.
   *
   * @param length numbers in a row
   * @param work reads and writes nothing of other rows
   */
  public static void each(int rows, int length, IntConsumer work) {
    int parts = Math.min(threads, rows);
    if (parts <= 1 || (long) rows * length < WORTHWHILE) {
      for (int row = 0; row < rows; row++) {
        work.accept(row);
      }
      return;
    }
    IntStream.range(0, parts)
        .parallel()
        .forEach(
            part -> {
              int end = (int) ((long) rows * (part + 1) / parts);
              for (int row = (int) ((long) rows * part / parts); row < end; row++) {
                work.accept(row);
              }
            });
  }
}
