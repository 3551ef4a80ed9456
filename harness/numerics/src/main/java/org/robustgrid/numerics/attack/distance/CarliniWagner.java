package org.robustgrid.numerics.attack.distance;

import java.util.Arrays;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.loss.LogitMargin;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.network.LossGradient;

/**
 * The L2 attack of Carlini and Wagner (2017, section VI.A): Adam on c h(q) + ‖q − x̃‖₂² with q =
 * tanh space, h = max(0, κ + margin).
 *
 * @param steps of one run
 * @param searches runs, one for each constant
 * @param stepSize of Adam
 * @param confidence κ
 * @param initialConstant c of the first run
 * @param abortEarly whether a row's run ends once its loss no longer falls
 * @since 0.1
 */
public record CarliniWagner(
    int steps,
    int searches,
    double stepSize,
    double confidence,
    double initialConstant,
    boolean abortEarly) {

  private static final double NEAR_ONE = 0.999999;

  /**
   * Searches for the nearest points in L2.
   *
   * @throws IllegalArgumentException if the box is unbounded
   */
  public NearestPoints run(AttackBatch batch) {
    if (Double.isInfinite(batch.domain().high() - batch.domain().low())) {
      throw new IllegalArgumentException("the attack of Carlini and Wagner needs a bounded box");
    }
    return new Run(batch).search(searches);
  }

  private final class Run extends ConstantSearch {
    private final double middle;
    private final double half;
    private final double[] w;
    private final double[] delta;
    private final double[] first;
    private final double[] second;
    private final double[] start;
    private final double[] gradient;

    private Run(AttackBatch batch) {
      super(
          batch,
          new NearestPoints(batch, Norm.L2),
          CarliniWagner.this.steps,
          CarliniWagner.this.confidence,
          initialConstant,
          abortEarly);
      this.middle = (batch.domain().low() + batch.domain().high()) / 2;
      this.half = (batch.domain().high() - batch.domain().low()) / 2;
      double[] x = batch.originals();
      this.w = new double[x.length];
      this.start = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        double t = (x[i] - middle) / half * NEAR_ONE;
        w[i] = 0.5 * (Math.log1p(t) - Math.log1p(-t));
        start[i] = middle + half * Math.tanh(w[i]);
      }
      this.delta = new double[x.length];
      this.first = new double[x.length];
      this.second = new double[x.length];
      this.gradient = new double[x.length];
    }

    @Override
    void restart() {
      Arrays.fill(delta, 0);
      Arrays.fill(first, 0);
      Arrays.fill(second, 0);
    }

    @Override
    void step(int step) {
      double[] q = new double[delta.length];
      for (int i = 0; i < q.length; i++) {
        q[i] = middle + half * Math.tanh(w[i] + delta[i]);
      }
      int[] deciding = new int[batch.rows()];
      Arrays.setAll(deciding, batch::decidingClass);
      LossGradient answer = batch.gradient(q, new LogitMargin(deciding, batch.targeted()));
      double[] logits = HostArrays.read(answer.logits());
      HostArrays.read(answer.gradient(), gradient);
      for (int row = 0; row < deciding.length; row++) {
        if (runs(row)) {
          double hinge = Math.max(0, confidence + answer.losses()[row]);
          double loss = advance(row, step, q, hinge);
          if (stillRuns(row, step, loss) && adversarial(row, logits)) {
            offer(row, nearest.asked(row));
          }
        }
      }
    }

    /** Takes Adam's step of a row and returns its loss before. */
    private double advance(int row, int step, double[] q, double hinge) {
      double weight = hinge > 0 ? constants[row] : 0;
      double squared = 0;
      double firstBias = 1 - Math.pow(0.9, step + 1);
      double secondBias = 1 - Math.pow(0.999, step + 1);
      int length = batch.length();
      for (int i = row * length; i < (row + 1) * length; i++) {
        double away = q[i] - start[i];
        squared += away * away;
        double t = (q[i] - middle) / half;
        double slope = (weight * gradient[i] + 2 * away) * half * (1 - t * t);
        first[i] = 0.9 * first[i] + 0.1 * slope;
        second[i] = 0.999 * second[i] + 0.001 * slope * slope;
        delta[i] -= stepSize * (first[i] / firstBias) / (Math.sqrt(second[i] / secondBias) + 1e-8);
      }
      return constants[row] * hinge + squared;
    }
  }
}
