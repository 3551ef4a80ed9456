package org.robustgrid.attacks;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * Ascent of a loss along gradients that are estimated from logits at antithetic pairs of points
 * around the iterate. A row stops at the first iterate that reaches the goal; otherwise its last
 * iterate counts.
 *
 * @param id the attack's, for messages
 * @param loss the loss to ascend
 * @param directions distribution of the directions
 * @param steps largest number of steps
 * @param pairs pairs of points per estimate
 * @param radius factor of the directions: points are the iterate plus and minus radius times
 *     direction
 * @param rule moves the iterate along an estimate
 */
record ScoreAscent(
    String id, LossKind loss, Directions directions, int steps, int pairs, double radius, Rule rule)
    implements Attack {

  /** The distribution of a direction's values. */
  enum Directions {
    /** Standard normal numbers. */
    GAUSSIAN,
    /** 1 or −1 with equal probability. */
    SIGNS
  }

  /** Creates the step rule of one run. */
  interface Rule {
    Mover begin(AttackRequest request, FeasibleSet feasible, int size);
  }

  /** Moves an iterate along an estimate; the caller projects it onto the ball. */
  @FunctionalInterface
  interface Mover {
    void move(int step, double[] points, double[] estimate, int offset, int length);
  }

  @Override
  public AttackResult run(AttackRequest request) {
    RowGoals goal = RowGoals.of(request, id, true);
    RequestBatch prepared = RequestBatch.of(request, id, (2.0 * pairs + 1) * steps);
    AttackBatch batch = prepared.batch();
    FeasibleSet feasible =
        new FeasibleSet(request.threatModel(), request.domain(), batch.precision());
    double[] points = batch.originals().clone();
    Mover mover = rule.begin(request, feasible, points.length);
    boolean[] open = new boolean[batch.rows()];
    Arrays.fill(open, true);
    int length = batch.length();
    try {
      for (int step = 0;
          step < steps && IntStream.range(0, open.length).anyMatch(r -> open[r]);
          step++) {
        batch.attend(open);
        double[] estimate = estimate(request, goal, batch, points, step);
        for (int row = 0; row < open.length; row++) {
          if (open[row]) {
            mover.move(step, points, estimate, row * length, length);
            feasible.settle(batch.originals(), points, row * length, length);
          }
        }
        double[] logits = batch.logits(points);
        for (int row = 0; row < open.length; row++) {
          int prediction = Softmax.prediction(logits, row * batch.classes(), batch.classes());
          open[row] &= !goal.reached(row, prediction);
        }
      }
    } catch (StoppedException e) {
      // the last iterates count
    }
    return prepared.answer(points);
  }

  /**
   * The gradient estimate: the mean over the pairs of (loss ahead − loss behind) / (2 radius) times
   * the direction.
   */
  private double[] estimate(
      AttackRequest request, RowGoals goal, AttackBatch batch, double[] points, int step) {
    double[] estimate = new double[points.length];
    double[] direction = new double[points.length];
    double[] ahead = new double[points.length];
    double[] behind = new double[points.length];
    long[] samples = request.samples();
    int length = batch.length();
    for (int pair = 0; pair < pairs; pair++) {
      RandomKey key = request.random().with("direction").with(step).with(pair);
      for (int row = 0; row < samples.length; row++) {
        RandomStream random = key.with(samples[row]).stream();
        for (int i = row * length; i < (row + 1) * length; i++) {
          direction[i] =
              directions == Directions.GAUSSIAN
                  ? random.nextGaussian()
                  : random.nextInt(2) == 0 ? 1 : -1;
          ahead[i] = points[i] + radius * direction[i];
          behind[i] = points[i] - radius * direction[i];
        }
      }
      double[] rising = losses(goal, batch, ahead);
      double[] falling = losses(goal, batch, behind);
      for (int row = 0; row < samples.length; row++) {
        double slope = (rising[row] - falling[row]) / (2 * radius * pairs);
        for (int i = row * length; i < (row + 1) * length && Double.isFinite(slope); i++) {
          estimate[i] += slope * direction[i];
        }
      }
    }
    return estimate;
  }

  private double[] losses(RowGoals goal, AttackBatch batch, double[] points) {
    double[] logits = batch.logits(points);
    int classes = batch.classes();
    Loss ascended = goal.loss(loss);
    double[] losses = new double[batch.rows()];
    for (int row = 0; row < losses.length; row++) {
      double[] own = Arrays.copyOfRange(logits, row * classes, (row + 1) * classes);
      losses[row] = ascended.evaluate(row, own, new double[classes]);
    }
    return losses;
  }
}
