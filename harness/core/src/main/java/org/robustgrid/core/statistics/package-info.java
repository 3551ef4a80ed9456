/**
 * Rates with intervals, means and spreads: what a leaderboard says about chance. Sums are taken in
 * double, in the order given.
 */
package org.robustgrid.core.statistics;
