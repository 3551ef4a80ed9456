/**
 * What the attacks of a board break and what they cost: alone, per pass, and one after another.
 * Every figure comes from the outcome bits, distances and passes that the leaderboard embeds.
 */
package org.robustgrid.leaderboard.strength;
