package org.robustgrid.run.audit;

/**
 * A problem in a run folder.
 *
 * @param file its path below the folder, with slashes
 * @param what is wrong with it
 * @param remedy what to do
 */
public record Finding(String file, String what, String remedy) {}
