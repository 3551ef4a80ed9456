package org.robustgrid.numerics.objective;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.network.Pass;

/**
 * Perceptually aligned gradients (Ganz, Kawar and Elad 2023, equations 4 and 5): the mean over
 * samples of Σ_t (1 − cos(∇ₓ f_t(x), target_t)), f the logits or the log-probabilities.
 *
 * <p>Its parameter gradient needs second derivatives, taken exactly: with v_t the loss's derivative
 * with respect to ∇ₓ f_t, it is the derivative of ⟨v_t, ∇ₓ f_t⟩, the directional derivative of f_t
 * along v_t, at fixed v_t. With batch statistics ∇ₓ f_t is that of the sum over the batch.
 *
 * @since 0.1
 */
public final class GradientAlignment {

  /**
   * What the aligned gradient is the gradient of.
   *
   * @since 0.1
   */
  public enum Of {
    LOGITS,
    LOG_PROBABILITIES
  }

  private final Of of;

  public GradientAlignment(Of of) {
    this.of = of;
  }

  /**
   * The gradient of one class's output, summed over the batch, with respect to the input.
   *
   * @return shaped as the input; overwritten by the pass's next call
   */
  public INDArray inputGradient(Pass pass, int target) {
    int[] targets = new int[Math.toIntExact(pass.logits().size(0))];
    Arrays.fill(targets, target);
    return inputGradient(pass, targets);
  }

  private INDArray inputGradient(Pass pass, int[] targets) {
    INDArray logits = pass.logits();
    double[] seeds = seeds(HostArrays.read(logits), Math.toIntExact(logits.size(1)), targets);
    return pass.inputGradient(MeanLoss.array(logits.dataType(), seeds, logits.shape()));
  }

  /**
   * Adds {@code weight} times the objective's parameter gradient, of the same classes in each row.
   *
   * @param classes the classes whose gradients are aligned
   * @param targets [rows, classes.length, …input shape]
   * @return for each row Σ_t (1 − cos), without the weight
   */
  public double[] accumulate(
      Pass pass, int[] classes, INDArray targets, double weight, INDArray gradient) {
    int[][] rows = new int[Math.toIntExact(pass.logits().size(0))][];
    Arrays.fill(rows, classes);
    return accumulate(pass, rows, targets, weight, gradient);
  }

  /**
   * Adds {@code weight} times the objective's parameter gradient, each row of classes of its own.
   *
   * <p>A gradient or a target of norm zero has cosine 0 and no derivative.
   *
   * @param pass an open pass over the batch
   * @param classes [rows][k], the classes whose gradients are aligned; as many in each row
   * @param targets [rows, k, …input shape]
   * @param gradient flat parameter gradient, added to
   * @return for each row Σ_t (1 − cos), without the weight
   */
  public double[] accumulate(
      Pass pass, int[][] classes, INDArray targets, double weight, INDArray gradient) {
    INDArray answer = pass.logits();
    int rows = Math.toIntExact(answer.size(0));
    int outputs = Math.toIntExact(answer.size(1));
    double[] logits = HostArrays.read(answer);
    double[] target = HostArrays.read(targets);
    double[] losses = new double[rows];
    double[] slopes = {};
    INDArray tangents = null;
    int perRow = classes[0].length;
    int[] chosen = new int[rows];
    for (int k = 0; k < perRow; k++) {
      for (int row = 0; row < rows; row++) {
        chosen[row] = classes[row][k];
      }
      INDArray aligned = inputGradient(pass, chosen);
      if (tangents == null) {
        tangents = Nd4j.createUninitialized(aligned.dataType(), aligned.shape(), 'c');
        slopes = new double[Math.toIntExact(aligned.length())];
      }
      HostArrays.read(aligned, slopes);
      int length = slopes.length / rows;
      for (int row = 0; row < rows; row++) {
        int there = (row * perRow + k) * length;
        losses[row] += differentiate(slopes, row * length, target, there, length, weight / rows);
      }
      HostArrays.write(slopes, tangents);
      double[] seeds = seeds(logits, outputs, chosen);
      push(pass, tangents, logits, seeds, outputs, gradient);
    }
    return losses;
  }

  /** Replaces a gradient g by −weight · d cos(g, c) / d g and returns 1 − cos(g, c). */
  private static double differentiate(
      double[] gradient, int offset, double[] target, int there, int length, double weight) {
    double norm = Distances.euclidean(gradient, offset, length);
    double targetNorm = Distances.euclidean(target, there, length);
    if (norm == 0 || targetNorm == 0) {
      Arrays.fill(gradient, offset, offset + length, 0);
      return 1;
    }
    double product = 0;
    for (int i = 0; i < length; i++) {
      product += gradient[offset + i] / norm * (target[there + i] / targetNorm);
    }
    for (int i = 0; i < length; i++) {
      double direction = target[there + i] / targetNorm;
      double own = gradient[offset + i] / norm;
      gradient[offset + i] = -weight * (direction - product * own) / norm;
    }
    return 1 - product;
  }

  /** Adds the parameter gradient of Σ rows of the outputs' directional derivative along v. */
  private void push(
      Pass pass, INDArray tangents, double[] logits, double[] seeds, int outputs, INDArray into) {
    INDArray pushed = pass.tangent(tangents);
    double[] logitCotangents = new double[logits.length];
    if (of == Of.LOG_PROBABILITIES) {
      // d/dz of −⟨p(z), ż⟩ is −(p ∘ ż − p ⟨p, ż⟩)
      double[] along = HostArrays.read(pushed);
      double[] p = new double[logits.length];
      for (int offset = 0; offset < logits.length; offset += outputs) {
        Softmax.probabilities(logits, offset, outputs, p);
        double mean = 0;
        for (int i = offset; i < offset + outputs; i++) {
          mean += p[i] * along[i];
        }
        for (int i = offset; i < offset + outputs; i++) {
          logitCotangents[i] = -p[i] * (along[i] - mean);
        }
      }
    }
    pass.tangentParameterGradient(
        MeanLoss.array(pushed.dataType(), logitCotangents, pushed.shape()),
        MeanLoss.array(pushed.dataType(), seeds, pushed.shape()),
        into);
  }

  /** d f_t / d z for every row and its t: e_t, or e_t − p(z). */
  private double[] seeds(double[] logits, int outputs, int[] targets) {
    double[] seeds = new double[logits.length];
    for (int offset = 0; offset < seeds.length; offset += outputs) {
      if (of == Of.LOG_PROBABILITIES) {
        Softmax.probabilities(logits, offset, outputs, seeds);
        for (int i = offset; i < offset + outputs; i++) {
          seeds[i] = -seeds[i];
        }
      }
      seeds[offset + targets[offset / outputs]] += 1;
    }
    return seeds;
  }
}
