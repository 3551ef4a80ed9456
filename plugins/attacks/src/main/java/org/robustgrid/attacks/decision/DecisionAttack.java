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
 * A walk along the boundary as an attack; the nearest misclassified point of all questions counts.
 *
 * @param id the attack's, for reports
 * @param queries most questions about a row
 * @param walk from a search about to begin
 */
record DecisionAttack(String id, int queries, Walk walk) implements Attack {

  static final Parameter<Integer> QUERIES =
      Parameter.integer(
              "queries", 25_000, "questions about a sample at most, those for its start included")
          .atLeast(1)
          .atMost(10_000_000);

  /** Looks for nearer points until the questions are spent. */
  @FunctionalInterface
  interface Walk {
    void run(DecisionSearch search);
  }

  /** Of an attack that sees decisions alone, after every goal. */
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
      // the nearest so far counts
    }
    return prepared.answer(search.best());
  }
}
