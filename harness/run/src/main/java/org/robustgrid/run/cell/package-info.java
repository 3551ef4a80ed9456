/**
 * The unit of work and of caching. {@link org.robustgrid.run.cell.Cell} is one sealed type; {@link
 * org.robustgrid.run.cell.Cells} is the one list of them, made from a plan and the results so far.
 * Schedule, dry run, totals, names, scoring, audit and replay walk that list.
 *
 * <p>A new kind of cell is a record here with its result, one line in {@link
 * org.robustgrid.run.cell.Cell} and one in {@link org.robustgrid.run.cell.Cells}, and an executor
 * on the worker's side.
 */
package org.robustgrid.run.cell;
