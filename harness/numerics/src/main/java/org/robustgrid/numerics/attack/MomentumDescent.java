package org.robustgrid.numerics.attack;

import java.util.Arrays;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.NegatedLoss;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.network.Loss;

/**
 * The iterative method with momentum, MI-FGSM (Dong et al. 2018, algorithm 1), and with Nesterov's
 * look-ahead, NI-FGSM (Lin et al. 2020, equations 6 and 7): G ← μ G + a(∇ CE), then a step of
 * steepest ascent along G.
 *
 * @param feasible ball and box
 * @param stepSize α
 * @param steps at least 0
 * @param decay μ
 * @param nesterov whether gradients are taken at q + α μ G, which may lie outside of the box
 * @param accumulation how a gradient enters G
 * @since 0.1
 */
public record MomentumDescent(
    FeasibleSet feasible,
    double stepSize,
    int steps,
    double decay,
    boolean nesterov,
    Accumulation accumulation) {

  private static final double TINY = 1e-12;

  /**
   * How a gradient enters the momentum.
   *
   * @since 0.1
   */
  public enum Accumulation {
    /** g / ‖g‖₁, as published. */
    L1,
    /** g / mean |g|, as most released code has it; matters for the look-ahead only. */
    MEAN,
    /** sign g, as Foolbox has it in L∞. */
    SIGN,
    /** g / ‖g‖₂, as Foolbox has it in L2. */
    L2
  }

  /**
   * Sees the points after each step.
   *
   * @since 0.1
   */
  @FunctionalInterface
  public interface Observer {

    /**
     * Called after each step.
     *
     * @param step counted from 1
     * @param points C order, overwritten by the next step
     */
    void after(int step, double[] points);
  }

  /** Descends from the originals; returns the last points, C order. */
  public double[] run(AttackBatch batch, Observer observer) {
    int rows = batch.rows();
    int length = batch.length();
    double[] x = batch.originals();
    double[] q = x.clone();
    double[] momentum = new double[x.length];
    double[] gradient = new double[x.length];
    int[] deciding = new int[rows];
    Arrays.setAll(deciding, batch::decidingClass);
    Loss entropy = new CrossEntropy(deciding);
    Loss loss = batch.targeted() ? new NegatedLoss(entropy) : entropy;
    for (int step = 0; step < steps; step++) {
      double[] at = q.clone();
      for (int i = 0; i < at.length && nesterov; i++) {
        at[i] += stepSize * decay * momentum[i];
      }
      HostArrays.read(batch.gradient(at, loss).gradient(), gradient);
      for (int row = 0; row < rows; row++) {
        int from = row * length;
        accumulate(momentum, gradient, from, length);
        feasible.ball().ascend(q, momentum, from, length, stepSize);
        feasible.settle(x, q, from, length);
      }
      observer.after(step + 1, q);
    }
    return q;
  }

  private void accumulate(double[] momentum, double[] gradient, int from, int length) {
    double sum = 0;
    for (int i = from; i < from + length; i++) {
      sum += Math.abs(gradient[i]);
    }
    double divisor =
        Math.max(
            TINY,
            switch (accumulation) {
              case L1 -> sum;
              case MEAN -> sum / length;
              case L2 -> Distances.euclidean(gradient, from, length);
              case SIGN -> 1;
            });
    for (int i = from; i < from + length; i++) {
      double entering =
          accumulation == Accumulation.SIGN ? Math.signum(gradient[i]) : gradient[i] / divisor;
      momentum[i] = decay * momentum[i] + entering;
    }
  }
}
