package org.robustgrid.run.cell;

/**
 * Repeated clean predictions of a model.
 *
 * @param weightHash of the model that was asked
 * @param result what it says
 */
public record CleanAgain(String weightHash, CleanResult result) {}
