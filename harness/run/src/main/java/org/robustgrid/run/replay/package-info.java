/**
 * Runs a cell of a run again from its provenance, and compares. Nothing is written into the run's
 * folder: the cell is computed in another, into which what it depends on is copied.
 */
package org.robustgrid.run.replay;
