package org.robustgrid.attacks.distance;

import org.robustgrid.attacks.RequestBatch;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.attack.distance.NearestPoints;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.attack.Goal;

/**
 * An attack that searches for the nearest adversarial points. If the harness stops it, it answers
 * with the nearest points so far.
 *
 * @param id the attack's id, for messages
 * @param targetable whether targeted requests are accepted
 * @param questions largest number of queries, for progress reports
 * @param search finds the nearest points in a norm
 */
record NearestPointAttack(String id, boolean targetable, double questions, Search search)
    implements Attack {

  /** Searches for the nearest adversarial points. */
  @FunctionalInterface
  interface Search {
    NearestPoints run(Norm norm, AttackBatch batch);
  }

  @Override
  public AttackResult run(AttackRequest request) {
    if (request.goal().kind() == Goal.Kind.TARGETED && !targetable) {
      throw new IllegalArgumentException("attack '" + id + "' has no targeted form");
    }
    RequestBatch prepared = RequestBatch.of(request, id, questions);
    NearestPoints found = search.run(request.threatModel().norm(), prepared.batch());
    return prepared.answer(found.points());
  }
}
