package org.robustgrid.run.coordinator;

import java.util.List;
import org.robustgrid.run.cell.Cell;
import org.robustgrid.run.cell.TrainingCell;
import org.robustgrid.run.grid.Grid.Limits;

/**
 * A task for a worker about a cell.
 *
 * @param id distinguishes units of one run
 * @param job what to do
 * @param cell the cell
 * @param key its content key
 * @param deadlineSeconds after which the worker stops on its own
 * @param samples the test samples that the job is about; empty for all of the cell
 */
public record WorkUnit(
    long id, Job job, Cell cell, String key, double deadlineSeconds, List<Integer> samples) {

  public WorkUnit {
    samples = List.copyOf(samples);
  }

  /** The work on a cell. */
  public enum Job {
    /** The cell is computed. */
    COMPUTE,
    /**
     * A finished clean cell's samples, or the kept images of a finished attack, are classified
     * again, or a finished analysis without image sets is made again; nothing is stored.
     */
    CLASSIFY_AGAIN,
    /** Some samples of a finished attack are attacked again; nothing is stored. */
    ATTACK_AGAIN
  }

  /** A unit about all samples of a cell. */
  public static WorkUnit of(long id, Job job, Cell cell, String key, Limits limits) {
    return new WorkUnit(id, job, cell, key, cell.minutes(limits) * 60, List.of());
  }

  /** The same about some samples only. */
  public WorkUnit about(List<Integer> some) {
    return new WorkUnit(id, job, cell, key, deadlineSeconds, some);
  }

  /** That the unit took too long, and what allows it more time. */
  public String late() {
    return "exceeded its limit of "
        + WorkerProcess.seconds(deadlineSeconds)
        + "; allow more by "
        + (cell instanceof TrainingCell
            ? "training-minutes under 'limits' of the grid"
            : "cell-minutes under 'limits' of the grid, or --cell-minutes of 'attack'");
  }

  /** The unit in words. */
  public String describe() {
    return job == Job.COMPUTE ? cell.name() : cell.name() + ", again";
  }
}
