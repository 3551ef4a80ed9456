package org.robustgrid.run.worker;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.Decisions;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.network.AccessException;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;

/**
 * The view of a classifier for an attack: limited to its access, budget and samples, until it is
 * stopped.
 *
 * <p>An attack may ask about any finite point; searches for a boundary leave the ball. But what the
 * model answers there says nothing about the threat model: answers that are not finite, and
 * gradients that lead nowhere, are taken note of only at points that the attack might answer with.
 */
final class GuardedClassifier implements Classifier {

  private final Classifier classifier;
  private final AttackedBatch batch;
  private final Access access;
  private final Monitor monitor;
  private final PassBudget budget;
  private final Set<Long> notFinite = new TreeSet<>();
  private final Set<Long> vanished = new TreeSet<>();
  private final Map<Long, Long> brokenAfter = new TreeMap<>();

  /**
   * Guards a classifier.
   *
   * @param batch what the attack was given
   * @param budget what the network's passes are charged to
   */
  GuardedClassifier(
      Classifier classifier,
      AttackedBatch batch,
      Access access,
      Monitor monitor,
      PassBudget budget) {
    this.classifier = classifier;
    this.batch = batch;
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
    admit(Access.SCORES, images, query);
    INDArray logits = classifier.logits(images, query);
    notice(images, query, Decisions.of(logits), new boolean[query.samples().length]);
    return logits;
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    admit(Access.GRADIENTS, images, query);
    LossGradient answer = classifier.lossGradient(images, query, loss);
    notice(images, query, Decisions.of(answer.logits()), Gradients.blind(answer.gradient()));
    return answer;
  }

  @Override
  public int[] decisions(INDArray images, Query query) {
    admit(Access.DECISIONS, images, query);
    int[] decisions = classifier.decisions(images, query);
    noticeBroken(images, query, decisions);
    return decisions;
  }

  /**
   * The samples with a non-finite answer of the classifier at a point of the ball and the domain.
   * Attacks are blind there, which must not count as robustness: such samples count as broken.
   */
  Set<Long> notFinite() {
    return Set.copyOf(notFinite);
  }

  /**
   * The samples of which a gradient was exactly zero or not finite, at a point of the ball and the
   * domain that the model still gets right: where an attack needs one.
   */
  Set<Long> vanished() {
    return Set.copyOf(vanished);
  }

  /**
   * The passes that a sample had taken when the classifier first got it wrong at a point of the
   * ball and the domain; empty where it never did, and of a randomised classifier, whose answers to
   * an attack are no verdict.
   */
  OptionalLong brokenAfter(long sample) {
    Long passes = brokenAfter.get(sample);
    return passes == null ? OptionalLong.empty() : OptionalLong.of(passes);
  }

  private void notice(INDArray images, Query query, int[] decisions, boolean[] blind) {
    double[] points = null;
    for (int row = 0; row < decisions.length; row++) {
      long sample = query.samples()[row];
      boolean notAnswered = decisions[row] == ABSTAIN;
      Set<Long> noted = notAnswered ? notFinite : vanished;
      boolean remarkable = notAnswered || blind[row] && decisions[row] == batch.label(sample);
      if (remarkable && !noted.contains(sample)) {
        points = points == null ? HostArrays.read(images) : points;
        if (batch.feasible(points, row, sample)) {
          noted.add(sample);
        }
      }
    }
    noticeBroken(images, query, decisions);
  }

  /** An abstention is no answer that is not finite. */
  private void noticeBroken(INDArray images, Query query, int[] decisions) {
    double[] points = null;
    for (int row = 0; row < decisions.length; row++) {
      long sample = query.samples()[row];
      if (breaks(sample, decisions[row])) {
        points = points == null ? HostArrays.read(images) : points;
        if (batch.feasible(points, row, sample)) {
          brokenAfter.put(sample, budget.spent(sample));
        }
      }
    }
  }

  /** Whether a decision is the first wrong one about a sample. */
  private boolean breaks(long sample, int decision) {
    return decision != batch.label(sample)
        && !classifier.randomised()
        && !brokenAfter.containsKey(sample);
  }

  private void admit(Access needed, INDArray images, Query query) {
    if (!access.includes(needed)) {
      throw new AccessException(
          "the attack declared that it needs "
              + access
              + " and asked for "
              + needed
              + "; let its descriptor declare access("
              + needed
              + ")");
    }
    monitor.check();
    batch.require(images, query);
    budget.ask(query.samples());
  }
}
