package org.robustgrid.core.execute;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.AccessException;
import org.robustgrid.spi.Classifier;
import org.robustgrid.spi.Loss;
import org.robustgrid.spi.LossGradient;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Query;
import org.robustgrid.spi.StoppedException;

/** What an attack sees of a classifier: at its access, within its budget, until it is stopped. */
final class GuardedClassifier implements Classifier {

  private final Classifier classifier;
  private final Access access;
  private final Monitor monitor;
  private final long budget;
  private final Map<Long, Long> spent = new HashMap<>();
  private final Set<Long> notFinite = new TreeSet<>();

  /**
   * Guards a classifier.
   *
   * @param budget most passes per sample, 0 for no limit
   */
  GuardedClassifier(Classifier classifier, Access access, Monitor monitor, long budget) {
    this.classifier = classifier;
    this.access = access;
    this.monitor = monitor;
    this.budget = budget;
  }

  @Override
  public long[] inputShape() {
    return classifier.inputShape();
  }

  @Override
  public int classes() {
    return classifier.classes();
  }

  @Override
  public boolean randomised() {
    return classifier.randomised();
  }

  @Override
  public INDArray logits(INDArray images, Query query) {
    admit(Access.SCORES, query, 1);
    INDArray logits = classifier.logits(images, query);
    notice(logits, query);
    return logits;
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    admit(Access.GRADIENTS, query, 2);
    LossGradient answer = classifier.lossGradient(images, query, loss);
    notice(answer.logits(), query);
    return answer;
  }

  @Override
  public int[] decisions(INDArray images, Query query) {
    admit(Access.DECISIONS, query, 1);
    return classifier.decisions(images, query);
  }

  /**
   * The samples about which the classifier once gave an answer that is not finite. Attacks are
   * blind there, which must not count as robustness: such samples count as fallen.
   */
  Set<Long> notFinite() {
    return Set.copyOf(notFinite);
  }

  private void notice(INDArray logits, Query query) {
    boolean[] finite = Decisions.finite(logits);
    for (int row = 0; row < finite.length; row++) {
      if (!finite[row]) {
        notFinite.add(query.samples()[row]);
      }
    }
  }

  private void admit(Access needed, Query query, int passes) {
    if (!access.includes(needed)) {
      throw new AccessException(
          "the attack declared that it needs "
              + access
              + " and asked for "
              + needed
              + "; declare the capability NEEDS_"
              + needed);
    }
    monitor.check();
    if (budget > 0) {
      for (long sample : query.samples()) {
        if (spent.merge(sample, (long) passes, Long::sum) > budget) {
          throw new StoppedException(
              StoppedException.Reason.BUDGET,
              "sample " + sample + " would take more than the " + budget + " passes granted");
        }
      }
    }
  }
}
