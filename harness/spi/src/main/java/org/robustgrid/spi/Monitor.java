package org.robustgrid.spi;

/**
 * The harness's ear and hand in long work: it hears progress and may stop it. Thread-safe.
 *
 * @since 0.1
 */
public interface Monitor {

  /**
   * Reports progress.
   *
   * @param done units done so far
   * @param total units in all, or 0 when unknown
   * @param message what is happening, one short line
   */
  void progress(long done, long total, String message);

  /**
   * Returns normally while the work may go on.
   *
   * @throws StoppedException when it was cancelled or its deadline has passed
   */
  void check();

  /** A monitor that hears nothing and never stops. */
  Monitor NONE =
      new Monitor() {
        @Override
        public void progress(long done, long total, String message) {}

        @Override
        public void check() {}
      };
}
