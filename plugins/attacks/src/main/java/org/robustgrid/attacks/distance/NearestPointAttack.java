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
 * A search for nearest points as an attack. Stopped before its end, it answers with the nearest
 * points so far.
 *
 * @param id the attack's, for messages
 * @param targetable whether it can be after a class
 * @param questions that it asks at most
 * @param search in a norm
 */
record NearestPointAttack(String id, boolean targetable, double questions, Search search)
    implements Attack {

  /** Looks for nearest points. */
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
