package org.robustgrid.run.worker;

import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.cell.CleanCell;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.data.DataException;

/**
 * A trained model and its data, opened for an evaluation.
 *
 * @param key of the cell that is evaluated
 * @param planned the model in the plan
 * @param model loaded
 * @param dataset opened
 * @param cells of the plan, with the results so far
 * @param monitor of the unit
 */
record Subject(
    String key,
    PlannedModel planned,
    LoadedModel model,
    OpenDataset dataset,
    Cells cells,
    Monitor monitor) {

  /**
   * The model's predictions without attack.
   *
   * @throws DataException if they are missing
   */
  CleanResult clean() {
    return cells
        .result(new CleanCell(planned), CleanResult.class)
        .orElseThrow(() -> new DataException("the clean predictions are missing"));
  }
}
