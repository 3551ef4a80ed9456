package org.robustgrid.bench.speed;

/**
 * Two works to be compared: how many times as fast the first is as the second.
 *
 * @param name what is compared, "this against that"
 * @param of the work whose time divides
 * @param against the work whose time is divided
 * @param times how often {@code against} would have to run to do what {@code of} does once
 */
record Ratio(String name, Work of, Work against, double times) {

  Ratio(String name, Work of, Work against) {
    this(name, of, against, 1);
  }
}
