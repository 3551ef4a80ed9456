/**
 * The leaderboard as data: what {@code leaderboard.json} holds and every report is drawn from, with
 * ranks, flags and the recount of rates from outcome bits. Everything that depends on the clock or
 * the machine is in one block, {@code timing}. Needs neither ND4J nor the SPI.
 */
package org.robustgrid.leaderboard;
