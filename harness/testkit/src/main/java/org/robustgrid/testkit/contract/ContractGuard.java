package org.robustgrid.testkit.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Classifier;
import org.robustgrid.spi.Loss;
import org.robustgrid.spi.LossGradient;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Query;
import org.robustgrid.spi.RandomKey;
import org.robustgrid.spi.StoppedException;

/**
 * A classifier as the harness hands it to an attack: it counts passes, stops where the budget ends
 * or the monitor says so, and takes note of questions that the attack should not have asked.
 */
final class ContractGuard implements Classifier {

  /** Questions after the stop that pass for winding up. */
  private static final int PATIENCE = 100;

  private final Classifier classifier;
  private final long[] inputShape;
  private final Access access;
  private final Monitor monitor;
  private final long budget;
  private final Map<Long, Long> spent = new HashMap<>();
  private final Set<RandomKey> draws = new HashSet<>();
  private final Set<String> broken = new HashSet<>();
  private int late;

  /**
   * Guards a classifier.
   *
   * @param budget most passes per sample
   */
  ContractGuard(
      Classifier classifier, long[] inputShape, Access access, Monitor monitor, long budget) {
    this.classifier = classifier;
    this.inputShape = inputShape.clone();
    this.access = access;
    this.monitor = monitor;
    this.budget = budget;
  }

  /** What the attack did that it should not have, one sentence each. */
  List<String> broken() {
    return new ArrayList<>(broken);
  }

  /** The most passes that any sample has taken. */
  long spent() {
    return spent.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  @Override
  public long[] inputShape() {
    return inputShape.clone();
  }

  @Override
  public int classes() {
    return classifier.classes();
  }

  @Override
  public INDArray logits(INDArray images, Query query) {
    admit(Access.SCORES, query, 1);
    return classifier.logits(images, query);
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    admit(Access.GRADIENTS, query, 2);
    return classifier.lossGradient(images, query, loss);
  }

  @Override
  public int[] decisions(INDArray images, Query query) {
    admit(Access.DECISIONS, query, 1);
    return classifier.decisions(images, query);
  }

  private void admit(Access needed, Query query, int passes) {
    if (!access.includes(needed)) {
      broken.add("it declares that it needs " + access + " and asks for " + needed);
    }
    if (!draws.add(query.draw())) {
      broken.add("it asks twice with the same draw key: a randomised model would not draw anew");
    }
    try {
      monitor.check();
      for (long sample : query.samples()) {
        if (spent.getOrDefault(sample, 0L) + passes > budget) {
          throw new StoppedException(StoppedException.Reason.BUDGET, "no pass is left");
        }
      }
    } catch (StoppedException e) {
      if (++late > PATIENCE) {
        throw new AssertionError("it goes on asking the model after it was stopped", e);
      }
      throw e;
    }
    for (long sample : query.samples()) {
      spent.merge(sample, (long) passes, Long::sum);
    }
  }
}
