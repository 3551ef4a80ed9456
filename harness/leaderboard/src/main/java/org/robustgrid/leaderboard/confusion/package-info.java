/**
 * What models took the samples of a board for under attack: counts by class, free of ND4J. Whoever
 * holds the stored predictions fills them in.
 */
package org.robustgrid.leaderboard.confusion;
