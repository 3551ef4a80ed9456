package org.robustgrid.engine.operator;

import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Matrix products: [n, rows, inner] times [n, inner, columns]. */
public final class Product extends Operator {

  private final int count;
  private final int rows;
  private final int inner;
  private final int columns;

  Product(long[] a, long[] b) {
    super(List.of(a, b), shape(a, b));
    this.count = (int) a[0];
    this.rows = (int) a[1];
    this.inner = (int) a[2];
    this.columns = (int) b[2];
  }

  private static long[] shape(long[] a, long[] b) {
    if (a.length != 3 || b.length != 3 || a[0] != b[0] || a[2] != b[1]) {
      throw new IllegalArgumentException(
          "shapes " + Arrays.toString(a) + " and " + Arrays.toString(b) + " cannot be multiplied");
    }
    return new long[] {a[0], a[1], b[2]};
  }

  @Override
  public SampleKernel kernel() {
    return new SampleKernel() {
      /** Adds A B. */
      private void multiply(double[] a, double[] b, double[] c) {
        for (int n = 0; n < count; n++) {
          for (int r = 0; r < rows; r++) {
            int to = (n * rows + r) * columns;
            for (int k = 0; k < inner; k++) {
              double factor = a[(n * rows + r) * inner + k];
              int from = (n * inner + k) * columns;
              for (int j = 0; j < columns; j++) {
                c[to + j] += factor * b[from + j];
              }
            }
          }
        }
      }

      /** Adds G Bᵀ. */
      private void toFirst(double[] g, double[] b, double[] to) {
        for (int n = 0; n < count; n++) {
          for (int r = 0; r < rows; r++) {
            int line = (n * rows + r) * columns;
            for (int k = 0; k < inner; k++) {
              int from = (n * inner + k) * columns;
              double sum = 0;
              for (int j = 0; j < columns; j++) {
                sum += g[line + j] * b[from + j];
              }
              to[(n * rows + r) * inner + k] += sum;
            }
          }
        }
      }

      /** Adds Aᵀ G. */
      private void toSecond(double[] a, double[] g, double[] to) {
        for (int n = 0; n < count; n++) {
          for (int r = 0; r < rows; r++) {
            int line = (n * rows + r) * columns;
            for (int k = 0; k < inner; k++) {
              double factor = a[(n * rows + r) * inner + k];
              int at = (n * inner + k) * columns;
              for (int j = 0; j < columns; j++) {
                to[at + j] += factor * g[line + j];
              }
            }
          }
        }
      }

      @Override
      public void forward(double[][] x, double[] y) {
        Arrays.fill(y, 0);
        multiply(x[0], x[1], y);
      }

      @Override
      public void backward(double[][] x, double[] g, double[][] toX) {
        toFirst(g, x[1], toX[0]);
        toSecond(x[0], g, toX[1]);
      }

      @Override
      public void tangent(double[][] x, double[][] v, double[] yTangent) {
        Arrays.fill(yTangent, 0);
        multiply(v[0], x[1], yTangent);
        multiply(x[0], v[1], yTangent);
      }

      @Override
      public void tangentBackward(
          double[][] x, double[][] v, double[] g, double[] h, double[][] toX, double[][] toV) {
        backward(x, g, toX);
        toFirst(h, v[1], toX[0]);
        toSecond(v[0], h, toX[1]);
        backward(x, h, toV);
      }
    };
  }

  @Override
  SDVariable define(SameDiff graph, SDVariable[] inputs) {
    // three dimensions at a time: a product of one factor a sample needs no more
    SDVariable a = inputs[0].reshape(-1, rows, inner);
    SDVariable b = inputs[1].reshape(-1, inner, columns);
    return graph.mmul(a, b).reshape(batched(outputShape()));
  }
}
