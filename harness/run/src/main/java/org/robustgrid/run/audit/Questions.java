package org.robustgrid.run.audit;

import java.nio.file.Path;
import java.util.List;
import org.robustgrid.base.UserException;
import org.robustgrid.run.cell.Cell;
import org.robustgrid.run.cell.CellResult;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.cell.ModelResult;
import org.robustgrid.run.coordinator.UnitRunner;
import org.robustgrid.run.coordinator.WorkUnit;
import org.robustgrid.run.coordinator.WorkUnit.Job;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.plan.PlannedModel;

/** The questions of an audit to the stored models, answered by a worker. */
final class Questions {

  /** What to do where a worker could not answer. */
  static final String MEND = "correct what the message names, or leave this out with --fast";

  private static final int MOST_SHOWN = 10;

  private final UnitRunner runner;
  private final Cells cells;
  private final RunFolder folder;
  private final Findings findings;
  private long asked;
  private int otherRows;
  private int apart;

  Questions(UnitRunner runner, Cells cells, RunFolder folder, Findings findings) {
    this.runner = runner;
    this.cells = cells;
    this.folder = folder;
    this.findings = findings;
  }

  /** The key of a cell that has a result. */
  String key(Cell cell) {
    return cells.key(cell).orElseThrow();
  }

  /** The result of a cell that has one. */
  <R extends CellResult> R stored(Cell cell, Class<R> type) {
    return cells.result(cell, type).orElseThrow();
  }

  /** True classes of the test samples of a model's data set. */
  List<Integer> labels(PlannedModel model) {
    return cells.plan().dataset(model.dataset()).labels();
  }

  /**
   * Asks about a cell.
   *
   * @param samples of it; empty for all
   * @throws UserException when there is no answer
   */
  <T> T ask(Cell cell, Job job, List<Integer> samples, Class<T> type) throws InterruptedException {
    WorkUnit unit = WorkUnit.of(++asked, job, cell, key(cell), cells.plan().limits());
    return runner.compute(unit.about(samples), type);
  }

  /** Finds weights that are not those that a training left. */
  void compareWeights(Cell cell, String weightHash) {
    ModelResult trained = cells.trained(cell.model()).orElseThrow();
    Path zip = folder.modelZip(trained.key());
    if (!weightHash.equals(trained.weightHash()) && !findings.names(zip)) {
      findings.add(zip, "holds other weights than its training left", Findings.RUN_AGAIN);
    }
  }

  /**
   * Counts a cell whose answers cannot be compared exactly.
   *
   * @param differing how many of its answers are other ones all the same
   */
  void otherRows(int differing) {
    otherRows++;
    apart += differing;
  }

  /** Says which answers were not compared. */
  void noteOtherRows() {
    if (otherRows > 0) {
      findings.note(
          "the answers of "
              + otherRows
              + (otherRows == 1 ? " cell" : " cells")
              + " were not compared sample by sample: the run used other micro-batches than fit"
              + " into memory now, and rounding may differ; the images that still fool the model are"
              + " counted anyway"
              + (apart == 0
                  ? ""
                  : ", and " + apart + " clean predictions differ from the results"));
    }
  }

  /** Samples in words, the first few by index. */
  static String list(List<Integer> samples) {
    return samples.size()
        + (samples.size() == 1 ? " sample: " : " samples: ")
        + samples.subList(0, Math.min(MOST_SHOWN, samples.size()))
        + (samples.size() > MOST_SHOWN ? " and more" : "");
  }
}
