package org.robustgrid.spi.data;

import java.util.List;
import org.robustgrid.spi.Domain;

/**
 * A labelled data set, read by index. Thread-safe; data may be larger than memory.
 *
 * @since 0.1
 */
public interface Dataset extends AutoCloseable {

  /** The shape of one input: [channels, height, width] or [features]. */
  long[] inputShape();

  /** Names of the classes, in the order of their labels. */
  List<String> classNames();

  default int classes() {
    return classNames().size();
  }

  Domain domain();

  /** The data a defense may learn from. */
  DataView training();

  /** The data that attacks run on; never shown to a defense. */
  DataView test();

  /** A hash (SHA-256, hex) of the content that decides every sample, for cell keys. */
  String identity();

  /**
   * What a reader of results should know about the samples, one sentence each; empty by default. A
   * run prints them, and its leaderboard shows them. Example: how many damaged files are left out.
   *
   * @since 0.1
   */
  default List<String> notes() {
    return List.of();
  }

  @Override
  default void close() {}

  /**
   * A data set of two views, with nothing to close.
   *
   * @param inputShape see {@link #inputShape}
   * @param classNames see {@link #classNames}
   * @param identity see {@link #identity}
   */
  static Dataset of(
      long[] inputShape,
      List<String> classNames,
      Domain domain,
      DataView training,
      DataView test,
      String identity) {
    return new TwoViews(
        inputShape.clone(), List.copyOf(classNames), domain, training, test, identity);
  }
}
