/** Builds the leaderboard of a run from its folder, and collects what reports show beside it. */
package org.robustgrid.run.scoring;
