package org.robustgrid.run.worker;

import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.cell.CleanCell;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.data.DataException;

/** A trained model and its data, opened for an evaluation. */
final class Subject {

  private final String key;
  private final PlannedModel planned;
  private final LoadedModel model;
  private final OpenDataset dataset;
  private final Cells cells;
  private final Monitor monitor;
  private CleanResult clean;

  /**
   * What a unit is about.
   *
   * @param key of the cell that is evaluated
   * @param planned the model in the plan
   * @param model loaded
   * @param dataset opened
   * @param cells of the plan, with the results so far
   * @param monitor of the unit
   */
  Subject(
      String key,
      PlannedModel planned,
      LoadedModel model,
      OpenDataset dataset,
      Cells cells,
      Monitor monitor) {
    this.key = key;
    this.planned = planned;
    this.model = model;
    this.dataset = dataset;
    this.cells = cells;
    this.monitor = monitor;
  }

  String key() {
    return key;
  }

  PlannedModel planned() {
    return planned;
  }

  LoadedModel model() {
    return model;
  }

  OpenDataset dataset() {
    return dataset;
  }

  Cells cells() {
    return cells;
  }

  Monitor monitor() {
    return monitor;
  }

  /**
   * The model's predictions without attack, read once.
   *
   * @throws DataException if they are missing
   */
  CleanResult clean() {
    if (clean == null) {
      clean =
          cells
              .result(new CleanCell(planned), CleanResult.class)
              .orElseThrow(() -> new DataException("the clean predictions are missing"));
    }
    return clean;
  }
}
