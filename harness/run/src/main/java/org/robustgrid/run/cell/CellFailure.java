package org.robustgrid.run.cell;

/**
 * Why a cell has no result.
 *
 * @param key the cell's key
 * @param kind a stable word: {@code plugin}, {@code violation}, {@code limit}, {@code crash},
 *     {@code memory}, {@code diverged}, {@code data}
 * @param message what happened, with its evidence; the same on every run
 * @param log what the worker last printed, possibly empty; not the same on every run
 */
public record CellFailure(String key, String kind, String message, String log) {

  /** The kind of a cell whose model or data cannot be used as they are. */
  public static final String DATA = "data";

  /** The kind of a cell that needed more memory than its worker had. */
  public static final String MEMORY = "memory";
}
