/**
 * What an analysis found, as data that every report draws without knowing the analysis: figures
 * with intervals, series, tables, images, classes over the plane and notes.
 */
package org.robustgrid.leaderboard.analysis;
