package org.robustgrid.attacks.decision;

import org.robustgrid.attacks.RequestBatch;
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
 * An attack that walks along the boundary. The nearest adversarial point of all queries counts.
 *
 * @param id the attack's id, for progress reports
 * @param queries largest number of queries per row
 * @param walk searches for nearer points
 */
record DecisionAttack(String id, int queries, Walk walk) implements Attack {

  static final Parameter<Integer> QUERIES =
      Parameter.integer(
              "queries",
              25_000,
              "largest number of queries per sample, including those for its start")
          .atLeast(1)
          .atMost(10_000_000);

  /** Searches for nearer points until the queries are spent. */
  @FunctionalInterface
  interface Walk {
    void run(DecisionSearch search);
  }

  /** Begins the descriptor of an attack that uses decisions only and supports every goal. */
  static AttackDescriptor.Builder descriptor(String id, String summary, Norm... norms) {
    return AttackDescriptor.builder(id, summary)
        .access(Access.DECISIONS)
        .norms(norms)
        .goals(Goal.Kind.MINIMUM_DISTANCE, Goal.Kind.UNTARGETED, Goal.Kind.TARGETED)
        .randomised();
  }

  @Override
  public AttackResult run(AttackRequest request) {
    RequestBatch prepared = RequestBatch.of(request, id, queries);
    DecisionSearch search = new DecisionSearch(request, prepared.batch(), queries);
    try {
      walk.run(search);
    } catch (StoppedException e) {
      // the nearest points so far count
    }
    return prepared.answer(search.best());
  }
}
