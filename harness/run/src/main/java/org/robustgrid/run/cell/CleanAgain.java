package org.robustgrid.run.cell;

/**
 * What a model says of the test samples without attack, asked again.
 *
 * @param weightHash of the model that was asked
 * @param result what it says
 */
public record CleanAgain(String weightHash, CleanResult result) {}
