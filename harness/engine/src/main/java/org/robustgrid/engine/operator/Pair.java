package org.robustgrid.engine.operator;

import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * An element-wise function of two arrays of one rank, of which either is repeated along axes where
 * it has size 1.
 */
public final class Pair extends Operator {

  private final PairFunction function;
  private final int[] first;
  private final int[] second;

  Pair(PairFunction function, long[] a, long[] b) {
    super(List.of(a, b), shape(a, b));
    this.function = function;
    this.first = places(a);
    this.second = places(b);
  }

  private static long[] shape(long[] a, long[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException("two arrays of one rank are needed");
    }
    long[] shape = new long[a.length];
    for (int axis = 0; axis < a.length; axis++) {
      if (a[axis] != b[axis] && a[axis] != 1 && b[axis] != 1) {
        throw new IllegalArgumentException("sizes differ along axis " + axis);
      }
      shape[axis] = Math.max(a[axis], b[axis]);
    }
    return shape;
  }

  private int[] places(long[] shape) {
    List<String> expand = List.of("expand " + joined(outputShape()));
    return View.of(shape, expand).source();
  }

  /** Whether it adds. */
  public boolean adds() {
    return function == PairFunction.ADD;
  }

  /** Whether it multiplies. */
  public boolean multiplies() {
    return function == PairFunction.MULTIPLY;
  }

  /**
   * How an input of the given index is repeated, while the other is as large as the output: the
   * output is [outer, middle, inner], and the input one number for each place of the middle.
   */
  public Optional<Repetition> repetition(int index) {
    if (inputSize(1 - index) != outputSize()) {
      return Optional.empty();
    }
    long[] all = outputShape();
    long[] own = input(index);
    long outer = 1;
    long middle = 1;
    long inner = 1;
    for (int axis = 0; axis < all.length; axis++) {
      if (all[axis] == 1) {
        continue;
      }
      if (own[axis] == 1) {
        outer *= middle == 1 ? all[axis] : 1;
        inner *= middle == 1 ? 1 : all[axis];
      } else if (inner > 1) {
        return Optional.empty();
      } else {
        middle *= all[axis];
      }
    }
    return Optional.of(new Repetition(outer, middle, inner));
  }

  /** What a smaller input is repeated over. */
  public record Repetition(long outer, long middle, long inner) {}

  static String joined(long... numbers) {
    StringBuilder text = new StringBuilder();
    for (long number : numbers) {
      text.append(text.length() > 0 ? " " : "").append(number);
    }
    return text.toString();
  }

  @Override
  public SampleKernel kernel() {
    return switch (function) {
      case ADD -> linear(1);
      case SUBTRACT -> linear(-1);
      case MULTIPLY -> product();
      default -> general();
    };
  }

  private SampleKernel linear(double sign) {
    return new LinearKernel() {
      @Override
      void apply(double[][] x, double[] y) {
        double[] a = x[0];
        double[] b = x[1];
        for (int i = 0; i < first.length; i++) {
          y[i] = a[first[i]] + sign * b[second[i]];
        }
      }

      @Override
      void adjoint(double[] g, double[][] toX) {
        double[] a = toX[0];
        double[] b = toX[1];
        for (int i = 0; i < first.length; i++) {
          a[first[i]] += g[i];
          b[second[i]] += sign * g[i];
        }
      }
    };
  }

  private SampleKernel product() {
    return new SampleKernel() {
      @Override
      public void forward(double[][] x, double[] y) {
        double[] a = x[0];
        double[] b = x[1];
        for (int i = 0; i < first.length; i++) {
          y[i] = a[first[i]] * b[second[i]];
        }
      }

      @Override
      public void backward(double[][] x, double[] g, double[][] toX) {
        double[] a = x[0];
        double[] b = x[1];
        for (int i = 0; i < first.length; i++) {
          toX[0][first[i]] += b[second[i]] * g[i];
          toX[1][second[i]] += a[first[i]] * g[i];
        }
      }

      @Override
      public void tangent(double[][] x, double[][] v, double[] yTangent) {
        for (int i = 0; i < first.length; i++) {
          yTangent[i] = v[0][first[i]] * x[1][second[i]] + x[0][first[i]] * v[1][second[i]];
        }
      }

      @Override
      public void tangentBackward(
          double[][] x, double[][] v, double[] g, double[] h, double[][] toX, double[][] toV) {
        backward(x, g, toX);
        backward(v, h, toX);
        backward(x, h, toV);
      }
    };
  }

  private SampleKernel general() {
    double[] jet = new double[6];
    return new SampleKernel() {
      @Override
      public void forward(double[][] x, double[] y) {
        for (int i = 0; i < first.length; i++) {
          y[i] = function.value(x[0][first[i]], x[1][second[i]]);
        }
      }

      private void jet(double[][] x, int i) {
        function.jet(x[0][first[i]], x[1][second[i]], jet);
      }

      @Override
      public void backward(double[][] x, double[] g, double[][] toX) {
        for (int i = 0; i < first.length; i++) {
          jet(x, i);
          toX[0][first[i]] += jet[1] * g[i];
          toX[1][second[i]] += jet[2] * g[i];
        }
      }

      @Override
      public void tangent(double[][] x, double[][] v, double[] yTangent) {
        for (int i = 0; i < first.length; i++) {
          jet(x, i);
          yTangent[i] = jet[1] * v[0][first[i]] + jet[2] * v[1][second[i]];
        }
      }

      @Override
      public void tangentBackward(
          double[][] x, double[][] v, double[] g, double[] h, double[][] toX, double[][] toV) {
        for (int i = 0; i < first.length; i++) {
          jet(x, i);
          double a = v[0][first[i]];
          double b = v[1][second[i]];
          toX[0][first[i]] += jet[1] * g[i] + (jet[3] * a + jet[4] * b) * h[i];
          toX[1][second[i]] += jet[2] * g[i] + (jet[4] * a + jet[5] * b) * h[i];
          toV[0][first[i]] += jet[1] * h[i];
          toV[1][second[i]] += jet[2] * h[i];
        }
      }
    };
  }

  @Override
  SDVariable define(SameDiff graph, SDVariable[] inputs) {
    return function.define(
        graph, inputs[0].reshape(batched(input(0))), inputs[1].reshape(batched(input(1))));
  }
}
