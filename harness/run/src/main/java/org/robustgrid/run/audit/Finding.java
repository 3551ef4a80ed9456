package org.robustgrid.run.audit;

/**
 * Something in a run folder that is not as it should be.
 *
 * @param file its path below the folder, with slashes
 * @param what is wrong with it
 * @param remedy what to do
 */
public record Finding(String file, String what, String remedy) {}
