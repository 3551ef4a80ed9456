package org.robustgrid.run.bench;

/**
 * Something to be timed.
 *
 * @param what its name in results
 * @param batch images it works on
 * @param action does it once
 */
public record Work(String what, int batch, Runnable action) {}
