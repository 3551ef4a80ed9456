package org.robustgrid.testkit.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/**
 * A classifier as the harness hands it to an attack: it counts passes, stops where the budget ends
 * or the monitor says so, and takes note of questions that the attack should not have asked.
 */
final class ContractGuard implements Classifier {

  /** Questions after the stop that pass for winding up. */
  private static final int PATIENCE = 100;

  private final Classifier classifier;
  private final long[] inputShape;
  private final Set<Long> samples = new HashSet<>();
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
   * @param samples those of the request
   * @param budget most passes per sample
   */
  ContractGuard(
      Classifier classifier,
      long[] inputShape,
      long[] samples,
      Access access,
      Monitor monitor,
      long budget) {
    this.classifier = classifier;
    this.inputShape = inputShape.clone();
    Arrays.stream(samples).forEach(this.samples::add);
    this.access = access;
    this.monitor = monitor;
    this.budget = budget;
  }

  /** What the attack did that it should not have, one sentence each. */
  List<String> broken() {
    return new ArrayList<>(broken);
  }

  /** The passes that a sample has left. */
  long remaining(long sample) {
    return budget == Long.MAX_VALUE ? budget : budget - spent.getOrDefault(sample, 0L);
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
    admit(Access.SCORES, images, query, 1);
    return classifier.logits(images, query);
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    admit(Access.GRADIENTS, images, query, 2);
    return classifier.lossGradient(images, query, loss);
  }

  @Override
  public int[] decisions(INDArray images, Query query) {
    admit(Access.DECISIONS, images, query, 1);
    return classifier.decisions(images, query);
  }

  /** What the harness refuses to answer, and would fail the cell for. */
  private void examine(INDArray images, Query query) {
    if (images.isEmpty() || query.samples().length == 0) {
      broken.add("it makes a query without images");
    } else if (images.size(0) != query.samples().length) {
      broken.add("it queries more or fewer images than it names samples");
    } else if (!Arrays.stream(query.samples()).allMatch(samples::contains)) {
      broken.add("it queries samples that are not the request's");
    } else if (!Arrays.stream(HostArrays.read(images)).allMatch(Double::isFinite)) {
      broken.add("it queries values that are not finite");
    }
  }

  private void admit(Access needed, INDArray images, Query query, int passes) {
    examine(images, query);
    if (!access.includes(needed)) {
      broken.add("it declares that it needs " + access + " and asks for " + needed);
    }
    if (!draws.add(query.draw())) {
      broken.add("it asks twice with the same draw key: a randomised model would repeat its draws");
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
        throw new AssertionError("it still queries the model after it was stopped", e);
      }
      throw e;
    }
    for (long sample : query.samples()) {
      spent.merge(sample, (long) passes, Long::sum);
    }
  }
}
