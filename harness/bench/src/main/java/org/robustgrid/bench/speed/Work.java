package org.robustgrid.bench.speed;

/**
 * Something to be timed.
 *
 * @param what its name in results
 * @param batch images it works on
 * @param action does it once
 */
record Work(String what, int batch, Runnable action) {}
