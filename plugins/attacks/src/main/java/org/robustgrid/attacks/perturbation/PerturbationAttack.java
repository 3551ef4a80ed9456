package org.robustgrid.attacks.perturbation;

import org.robustgrid.attacks.RequestBatch;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.attack.Goal;

/**
 * An attack that searches along one kind of change. It has no norm of its own: a leaderboard of
 * smallest distances without an epsilon bounds it by the domain only, measures its distances in the
 * leaderboard's norm, and counts unbroken samples as infinitely far away.
 *
 * @param id the attack's id, for messages
 * @param questions largest number of queries, for progress reports
 * @param search the search for the smallest change
 */
record PerturbationAttack(String id, double questions, Search search) implements Attack {

  /** Searches for the smallest change that fools the classifier. */
  @FunctionalInterface
  interface Search {

    /**
     * Searches.
     *
     * @return the points, C order; an arbitrary point for a row that stays unbroken
     */
    double[] run(AttackRequest request, AttackBatch batch);
  }

  /**
   * Begins the descriptor of an attack that uses decisions only and minimises the distance in L2.
   */
  static AttackDescriptor.Builder descriptor(String id, String summary) {
    return AttackDescriptor.builder(id, summary)
        .access(Access.DECISIONS)
        .norms(Norm.L2)
        .goals(Goal.Kind.MINIMUM_DISTANCE)
        .citation(
            "Rauber, Zimmermann, Bethge and Brendel: Foolbox Native: fast adversarial attacks to"
                + " benchmark the robustness of machine learning models. JOSS 2020");
  }

  static Parameter<Integer> steps(int defaultValue, String documentation) {
    return Parameter.integer("steps", defaultValue, documentation).atLeast(1).atMost(1_000_000);
  }

  @Override
  public AttackResult run(AttackRequest request) {
    if (request.goal().kind() != Goal.Kind.MINIMUM_DISTANCE) {
      throw new IllegalArgumentException(
          "attack '" + id + "' supports the smallest distance only, not " + request.goal());
    }
    RequestBatch prepared = RequestBatch.of(request, id, questions);
    double[] points;
    try {
      points = search.run(request, prepared.batch());
    } catch (StoppedException e) {
      points = prepared.batch().originals();
    }
    return prepared.answer(prepared.batch().seen(points));
  }
}
