/**
 * Rates and differences with intervals, tests and spreads: what a leaderboard says about chance.
 * Everything works on counts and outcome bits; sums are taken in double, in the order given.
 */
package org.robustgrid.leaderboard.statistics;
