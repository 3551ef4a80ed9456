/**
 * The leaderboard as data: what {@code leaderboard.json} holds and every report is drawn from.
 * Everything that depends on the clock or the machine sits in one block, {@code timing}.
 */
package org.robustgrid.core.leaderboard;
