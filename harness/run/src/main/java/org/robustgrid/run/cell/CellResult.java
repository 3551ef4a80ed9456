package org.robustgrid.run.cell;

/** The result of a cell: plain data, stored under the cell's key. */
public interface CellResult {

  /** The key of the cell. */
  String key();

  /** Wall-clock time of the cell in seconds. */
  double seconds();

  /** The part of it that was spent in the model; 0 if it was not measured. */
  default double modelSeconds() {
    return 0;
  }
}
