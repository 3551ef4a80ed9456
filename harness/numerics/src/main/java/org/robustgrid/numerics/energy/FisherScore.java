package org.robustgrid.numerics.energy;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Pass;
import org.robustgrid.spi.random.RandomKey;

/**
 * Joint and marginal Fisher scores ½‖∇ₓE‖² − tr ∇ₓ²E with the exact trace (Zhu et al. 2021,
 * equations 23 and 24), one tangent for each coordinate of the input.
 *
 * <p>On piecewise linear networks the joint energy's trace is zero almost everywhere.
 *
 * @since 0.1
 */
public final class FisherScore {

  /** Second derivatives that are smaller than this, relative to the first ones, are rounding. */
  private static final double ROUNDING = 1e-5;

  private FisherScore() {}

  /** Scores of E(x, y) = −z_y, one for each row. */
  public static double[] joint(Network network, INDArray images, int[] labels) {
    return scores(network, images, labels);
  }

  /** Scores of E(x) = −logsumexp z, one for each row. */
  public static double[] marginal(Network network, INDArray images) {
    return scores(network, images, null);
  }

  /**
   * Whether a network seems to be piecewise linear: along one random direction for each row the
   * second derivatives of a random sum of its logits vanish. At points of a piecewise linear
   * network that are not on a kink they do, and elsewhere hardly ever.
   *
   * @param images the points to look at
   * @param random keys the directions
   */
  public static boolean isPiecewiseLinear(Network network, INDArray images, RandomKey random) {
    int rows = Math.toIntExact(images.size(0));
    try (Pass pass = network.forward(images, Mode.INFERENCE, RandomKey.of(0))) {
      int classes = HostArrays.read(pass.logits()).length / rows;
      INDArray tangents = Nd4j.createUninitialized(network.precision(), images.shape(), 'c');
      HostArrays.write(normals(Math.toIntExact(images.length()), random.with("tangent")), tangents);
      INDArray cotangents =
          array(network, normals(rows * classes, random.with("cotangent")), rows, classes);
      double slope = largest(pass.inputGradient(cotangents));
      pass.tangent(tangents);
      INDArray still = array(network, new double[rows * classes], rows, classes);
      return largest(pass.tangentInputGradient(still, cotangents)) <= ROUNDING * slope;
    }
  }

  private static double[] normals(int length, RandomKey random) {
    double[] normals = new double[length];
    random.stream().fillGaussian(normals, 0, length);
    return normals;
  }

  private static double largest(INDArray array) {
    return Arrays.stream(HostArrays.read(array)).map(Math::abs).max().orElse(0);
  }

  /**
   * Scores of E(x, y) on a piecewise linear network, whose trace is zero: ½‖∇z_y‖², in one backward
   * pass.
   */
  public static double[] jointOfPiecewiseLinear(Network network, INDArray images, int[] labels) {
    double[][] squares = squaredGradients(network, images, labels);
    double[] scores = new double[squares.length];
    for (int row = 0; row < scores.length; row++) {
      scores[row] = 0.5 * squares[row][0];
    }
    return scores;
  }

  /**
   * Scores of E(x) on a piecewise linear network: Σ_k p_k‖∇z_k‖² − ½‖Σ_k p_k ∇z_k‖², in one
   * backward pass for each class and one more.
   */
  public static double[] marginalOfPiecewiseLinear(Network network, INDArray images) {
    double[][] squares = squaredGradients(network, images, null);
    double[] logits = HostArrays.read(network.logits(images));
    int classes = network.classes();
    double[] p = new double[logits.length];
    double[] scores = new double[squares.length];
    for (int row = 0; row < scores.length; row++) {
      Softmax.probabilities(logits, row * classes, classes, p);
      for (int k = 0; k < classes; k++) {
        scores[row] += p[row * classes + k] * squares[row][k];
      }
      scores[row] -= 0.5 * squares[row][classes];
    }
    return scores;
  }

  /** ‖∇z_y‖² of each row, or ‖∇z_k‖² for all k and then ‖∇E(x)‖² without labels. */
  private static double[][] squaredGradients(Network network, INDArray images, int[] labels) {
    int rows = Math.toIntExact(images.size(0));
    int classes = network.classes();
    int columns = labels == null ? classes + 1 : 1;
    double[][] squares = new double[rows][columns];
    try (Pass pass = network.forward(images, Mode.INFERENCE, RandomKey.of(0))) {
      double[] logits = HostArrays.read(pass.logits());
      for (int column = 0; column < columns; column++) {
        double[] seeds;
        if (labels == null && column < classes) {
          int[] same = new int[rows];
          Arrays.fill(same, column);
          seeds = energySlopes(logits, classes, same);
        } else {
          seeds = energySlopes(logits, classes, labels);
        }
        double[] gradient =
            HostArrays.read(pass.inputGradient(array(network, seeds, rows, classes)));
        int length = gradient.length / rows;
        for (int i = 0; i < gradient.length; i++) {
          squares[i / length][column] += gradient[i] * gradient[i];
        }
      }
    }
    return squares;
  }

  private static double[] scores(Network network, INDArray images, int[] labels) {
    int rows = Math.toIntExact(images.size(0));
    int length = Math.toIntExact(images.length() / rows);
    try (Pass pass = network.forward(images, Mode.INFERENCE, RandomKey.of(0))) {
      double[] logits = HostArrays.read(pass.logits());
      int classes = logits.length / rows;
      double[] slopes = energySlopes(logits, classes, labels);
      INDArray cotangents = array(network, slopes, rows, classes);
      double[] gradient = HostArrays.read(pass.inputGradient(cotangents));
      double[] scores = new double[rows];
      for (int row = 0; row < rows; row++) {
        for (int i = row * length; i < (row + 1) * length; i++) {
          scores[row] += 0.5 * gradient[i] * gradient[i];
        }
      }
      double[] basis = new double[rows * length];
      INDArray tangents = Nd4j.createUninitialized(network.precision(), images.shape(), 'c');
      for (int coordinate = 0; coordinate < length; coordinate++) {
        for (int row = 0; row < rows; row++) {
          basis[row * length + coordinate] = 1;
        }
        HostArrays.write(basis, tangents);
        double[] along = HostArrays.read(pass.tangent(tangents));
        double[] curvature =
            labels == null ? marginalCurvature(logits, along, classes) : new double[along.length];
        double[] product =
            HostArrays.read(
                pass.tangentInputGradient(array(network, curvature, rows, classes), cotangents));
        for (int row = 0; row < rows; row++) {
          scores[row] -= product[row * length + coordinate];
          basis[row * length + coordinate] = 0;
        }
      }
      return scores;
    }
  }

  /** dE/dz: −e_y, or −p(z) without labels. */
  private static double[] energySlopes(double[] logits, int classes, int[] labels) {
    double[] slopes = new double[logits.length];
    for (int offset = 0; offset < logits.length; offset += classes) {
      if (labels != null) {
        slopes[offset + labels[offset / classes]] = -1;
        continue;
      }
      Softmax.probabilities(logits, offset, classes, slopes);
      for (int i = offset; i < offset + classes; i++) {
        slopes[i] = -slopes[i];
      }
    }
    return slopes;
  }

  /** d/dz of ⟨dE/dz, ż⟩ at fixed ż, for E = −logsumexp: −(p ∘ ż − p ⟨p, ż⟩). */
  private static double[] marginalCurvature(double[] logits, double[] along, int classes) {
    double[] p = new double[logits.length];
    for (int offset = 0; offset < logits.length; offset += classes) {
      Softmax.probabilities(logits, offset, classes, p);
      double mean = 0;
      for (int i = offset; i < offset + classes; i++) {
        mean += p[i] * along[i];
      }
      for (int i = offset; i < offset + classes; i++) {
        p[i] *= mean - along[i];
      }
    }
    return p;
  }

  private static INDArray array(Network network, double[] values, int rows, int classes) {
    INDArray array = Nd4j.createUninitialized(network.precision(), new long[] {rows, classes}, 'c');
    HostArrays.write(values, array);
    return array;
  }
}
