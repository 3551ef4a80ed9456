/**
 * Tells whether a candidate leaderboard is worse than a baseline beyond chance, for continuous
 * integration. The tests work on outcome bits alone; what cannot be compared fails by name.
 */
package org.robustgrid.leaderboard.gate;
