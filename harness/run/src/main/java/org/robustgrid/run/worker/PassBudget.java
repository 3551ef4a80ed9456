package org.robustgrid.run.worker;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.robustgrid.spi.StoppedException;

/**
 * The passes that an attack may spend on each sample of a batch; a forward or backward pass counts
 * as one. They are charged before they run, so that a query costs everything that the classifier
 * asks of its network: draws of an expectation, votes of a decision.
 */
final class PassBudget {

  private final long limit;
  private final Map<Long, Long> spent = new HashMap<>();
  private final Map<Long, Long> question = new HashMap<>();
  private long[] asked = {};
  private Set<Long> names = Set.of();

  /**
   * A fresh budget.
   *
   * @param limit most passes of a sample, at least 1
   */
  PassBudget(long limit) {
    this.limit = limit;
  }

  /** Begins a question about samples, one for each row. */
  void ask(long[] samples) {
    asked = samples;
    question.clear();
    names = new HashSet<>();
    Arrays.stream(samples).forEach(names::add);
  }

  /**
   * Charges passes of the network, or refuses them all.
   *
   * @param samples of the network's rows; where the classifier does not name them all, or names
   *     others than it was asked about, all that were asked about share the costs
   * @param rows of the network's batch
   * @param passes of each row
   * @throws StoppedException where a sample would spend more than the limit; then no sample is
   *     charged for the question, passes that were made for it before included: it is not answered
   */
  void charge(long[] samples, long rows, int passes) {
    Map<Long, Long> costs = new HashMap<>();
    if (samples.length == rows && Arrays.stream(samples).allMatch(names::contains)) {
      Arrays.stream(samples).forEach(sample -> costs.merge(sample, (long) passes, Long::sum));
    } else {
      long each = (rows * passes + asked.length - 1) / asked.length;
      Arrays.stream(asked).forEach(sample -> costs.merge(sample, each, Long::sum));
    }
    for (Map.Entry<Long, Long> cost : costs.entrySet()) {
      long taken = spent(cost.getKey());
      if (taken + cost.getValue() > limit) {
        question.forEach((sample, charged) -> spent.merge(sample, -charged, Long::sum));
        question.clear();
        throw new StoppedException(
            StoppedException.Reason.BUDGET,
            "sample "
                + cost.getKey()
                + " has taken "
                + taken
                + " of the "
                + limit
                + " passes granted (limits: passes), and the next would take "
                + cost.getValue());
      }
    }
    costs.forEach(
        (sample, cost) -> {
          spent.merge(sample, cost, Long::sum);
          question.merge(sample, cost, Long::sum);
        });
  }

  /** The passes that a sample has left. */
  long remaining(long sample) {
    return limit - spent(sample);
  }

  long spent(long sample) {
    return spent.getOrDefault(sample, 0L);
  }
}
