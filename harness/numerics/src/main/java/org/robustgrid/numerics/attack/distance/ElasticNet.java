package org.robustgrid.numerics.attack.distance;

import java.util.Arrays;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.loss.LogitMargin;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.network.LossGradient;

/**
 * EAD, the elastic net attack (Chen, Sharma, Zhang, Yi and Hsieh 2018): shrinkage and acceleration
 * on c h(x) + β‖x − x₀‖₁ + ‖x − x₀‖₂², h = max(0, κ + margin).
 *
 * @param rule which measure decides between adversarial points
 * @param steps of one run
 * @param searches runs, one for each constant
 * @param stepSize of the first step; falls as √(1 − k/steps)
 * @param confidence κ
 * @param initialConstant c of the first run
 * @param regularisation β
 * @param abortEarly whether a row's run ends once its loss no longer falls
 * @since 0.1
 */
public record ElasticNet(
    Rule rule,
    int steps,
    int searches,
    double stepSize,
    double confidence,
    double initialConstant,
    double regularisation,
    boolean abortEarly) {

  /**
   * Which measure decides.
   *
   * @since 0.1
   */
  public enum Rule {
    /** β‖δ‖₁ + ‖δ‖₂². */
    ELASTIC_NET,
    /** ‖δ‖₁. */
    L1
  }

  /** Searches; distances are L1. */
  public NearestPoints run(AttackBatch batch) {
    return new Run(batch).search(searches);
  }

  private final class Run extends ConstantSearch {
    private final double[] slow;
    private final double[] fast;
    private final double[] gradient;

    private Run(AttackBatch batch) {
      super(
          batch,
          new NearestPoints(batch, Norm.L1),
          ElasticNet.this.steps,
          ElasticNet.this.confidence,
          initialConstant,
          abortEarly);
      this.slow = batch.originals().clone();
      this.fast = slow.clone();
      this.gradient = new double[slow.length];
    }

    @Override
    void restart() {
      System.arraycopy(batch.originals(), 0, slow, 0, slow.length);
      System.arraycopy(batch.originals(), 0, fast, 0, fast.length);
    }

    @Override
    void step(int step) {
      int[] deciding = new int[batch.rows()];
      Arrays.setAll(deciding, batch::decidingClass);
      LossGradient answer = batch.gradient(fast, new LogitMargin(deciding, batch.targeted()));
      HostArrays.read(answer.gradient(), gradient);
      double size = stepSize * Math.sqrt(1 - (double) step / steps);
      double momentum = step / (step + 3.0);
      boolean[] judged = new boolean[batch.rows()];
      for (int row = 0; row < judged.length; row++) {
        if (runs(row)) {
          double hinge = Math.max(0, confidence + answer.losses()[row]);
          double loss = advance(row, hinge, size, momentum);
          judged[row] = stillRuns(row, step, loss);
        }
      }
      batch.attend(judged);
      double[] logits = batch.logits(slow);
      for (int row = 0; row < judged.length; row++) {
        if (judged[row] && adversarial(row, logits)) {
          offer(row, measure(row));
        }
      }
    }

    /** Moves a row and returns its loss before. */
    private double advance(int row, double hinge, double size, double momentum) {
      double[] x = batch.originals();
      int length = batch.length();
      double weight = hinge > 0 ? constants[row] : 0;
      double squared = 0;
      for (int i = row * length; i < (row + 1) * length; i++) {
        double away = fast[i] - x[i];
        squared += away * away;
        double moved = fast[i] - size * (weight * gradient[i] + 2 * away);
        double next = shrunk(moved, x[i]);
        fast[i] = next + momentum * (next - slow[i]);
        slow[i] = next;
      }
      return constants[row] * hinge + squared;
    }

    private double shrunk(double value, double center) {
      if (value - center > regularisation) {
        return Math.min(value - regularisation, batch.domain().high());
      }
      return value - center < -regularisation
          ? Math.max(value + regularisation, batch.domain().low())
          : center;
    }

    private double measure(int row) {
      int from = row * batch.length();
      double[] x = batch.originals();
      double sum = Distances.between(Norm.L1, batch.asked(), x, from, batch.length());
      if (rule == Rule.L1) {
        return sum;
      }
      double euclidean = Distances.between(Norm.L2, batch.asked(), x, from, batch.length());
      return regularisation * sum + euclidean * euclidean;
    }
  }
}
