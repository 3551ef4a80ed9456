package org.robustgrid.spi.analysis;

import java.util.List;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.attack.ThreatModel;

/**
 * The outcomes of a threat model's attacks on a model.
 *
 * @param name {@code linf 0.1}, {@code linf 0.1 targeted next}, {@code l2 minimum-distance}: no
 *     other board of the request has it
 * @param threatModel its epsilon is infinite if nothing but the domain bounds the search for the
 *     smallest distance
 * @param goal what the attacks are after
 * @param outcomes of the attacks that have a result, in the grid's order
 * @param complete whether every attack of the grid under the threat model has one
 * @since 0.1
 */
public record AttackedBoard(
    String name,
    ThreatModel threatModel,
    Goal.Kind goal,
    List<AttackOutcome> outcomes,
    boolean complete) {

  public AttackedBoard {
    outcomes = List.copyOf(outcomes);
  }
}
