package org.robustgrid.spi;

/**
 * Receives the progress of long work and can stop it. Thread-safe.
 *
 * @since 0.1
 */
public interface Monitor {

  /**
   * Reports progress.
   *
   * @param done units done so far
   * @param total total units, or 0 if unknown
   * @param message what is happening, one short line
   */
  void progress(long done, long total, String message);

  /**
   * Returns normally while the work may continue.
   *
   * @throws StoppedException when it was cancelled or its deadline has passed
   */
  void check();

  /** A monitor that ignores progress and never stops the work. */
  Monitor NONE =
      new Monitor() {
        @Override
        public void progress(long done, long total, String message) {}

        @Override
        public void check() {}
      };
}
