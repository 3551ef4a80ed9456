/** Builds the leaderboard of a run from its folder. */
package org.robustgrid.run.scoring;
