/**
 * Compares the defenses of a leaderboard pair by pair, on the same samples. Every figure comes from
 * the outcome bits that the leaderboard embeds.
 */
package org.robustgrid.leaderboard.compare;
