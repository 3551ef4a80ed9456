package org.robustgrid.leaderboard.strength;

import org.robustgrid.leaderboard.Leaderboard.Rate;

/**
 * An attack in an order in which each is run on what those before it left.
 *
 * @param attack its label
 * @param more share of the test samples that it breaks and none before it did
 * @param passes forward and backward, per test sample, of this attack and those before it
 * @param left share of the test samples that survive it and those before it
 */
public record OrderedAttack(String attack, Rate more, double passes, Rate left) {}
