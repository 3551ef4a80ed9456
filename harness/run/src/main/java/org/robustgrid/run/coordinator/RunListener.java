package org.robustgrid.run.coordinator;

/** Receives the events of a run, from several threads; for progress bars. */
public interface RunListener {

  /**
   * The run begins.
   *
   * @param cells in all: trainings, clean evaluations, attacks and certifications, as far as the
   *     plan shows
   * @param finished of them from an earlier run
   * @param workers processes
   */
  default void started(int cells, int finished, int workers) {}

  /** A worker begins a cell. */
  default void cellStarted(WorkUnit unit) {}

  /**
   * A cell makes progress.
   *
   * @param total 0 when unknown
   */
  default void cellProgress(WorkUnit unit, long done, long total, String message) {}

  default void cellFinished(WorkUnit unit, double seconds) {}

  default void cellFailed(WorkUnit unit, String message) {}

  /** Something the user should know, for example a damaged file that is computed again. */
  default void note(String message) {}

  /** A listener that ignores everything. */
  RunListener NONE = new RunListener() {};
}
