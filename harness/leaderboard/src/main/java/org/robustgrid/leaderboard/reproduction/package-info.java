/**
 * What papers report and claim, as data, and which of it a leaderboard shows. Orders of rows are
 * tested on the same samples, as everywhere on a leaderboard.
 */
package org.robustgrid.leaderboard.reproduction;
