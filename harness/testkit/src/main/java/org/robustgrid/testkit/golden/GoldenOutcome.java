package org.robustgrid.testkit.golden;

/**
 * What became of one case.
 *
 * @param name the case's folder
 * @param kind what it checks; {@code ?} where that cannot be read
 * @param passed whether everything compared lies within the tolerance
 * @param largestError the largest error of all arrays, NaN if nothing could be compared or a value
 *     was NaN
 * @param message what went wrong or was left out; may be empty
 */
public record GoldenOutcome(
    String name, String kind, boolean passed, double largestError, String message) {}
