package org.robustgrid.run.worker;

import org.robustgrid.run.cell.Cell;
import org.robustgrid.run.cell.CellResult;

/** Computes the evaluations of one kind. */
@FunctionalInterface
interface CellExecutor<C extends Cell> {

  CellResult execute(C cell, Subject subject);
}
