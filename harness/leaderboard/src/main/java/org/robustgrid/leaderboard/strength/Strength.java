package org.robustgrid.leaderboard.strength;

import java.util.List;
import org.robustgrid.leaderboard.Leaderboard.Rate;

/**
 * Strength and price of attacks on one row, or on several in their mean.
 *
 * @param samples the first samples that every attack was run on
 * @param clean share of them that is right without attack
 * @param attacks those that break most alone first; then those that break most per pass
 * @param order attacks one after another
 */
public record Strength(
    int samples, Rate clean, List<AttackStrength> attacks, List<OrderedAttack> order) {

  public Strength {
    attacks = List.copyOf(attacks);
    order = List.copyOf(order);
  }

  /** The attacks of the order. */
  List<String> labels() {
    return order.stream().map(OrderedAttack::attack).toList();
  }
}
