package org.robustgrid.cli.planted;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;

/**
 * Changes the image before the network sees it.
 *
 * @param forward what is done to images
 * @param backward what is done to the gradient at the changed image
 */
record Transformed(Classifier network, Pixels forward, Pixels backward) implements Forwarding {

  private static final int BLOCK = 4;
  private static final double[][] COSINES = cosines();

  /** Eight bits a pixel; the derivative of a staircase is zero. */
  static Transformed quantised(Classifier network) {
    return new Transformed(
        network,
        (row, image, side) -> Arrays.setAll(image, i -> Math.rint(image[i] * 255) / 255),
        (row, gradient, side) -> Arrays.fill(gradient, 0));
  }

  /** Rounds the cosine coefficients of blocks, and hands the gradient through. */
  static Transformed jpeg(Classifier network) {
    return new Transformed(network, Transformed::roundCoefficients, (row, gradient, side) -> {});
  }

  /** Smooths images, and gives the gradient of an image upside down. */
  static Transformed purified(Classifier network) {
    return new Transformed(
        network,
        Transformed::smooth,
        (row, gradient, side) -> {
          double[] own = gradient.clone();
          Arrays.setAll(gradient, i -> own[own.length - 1 - i]);
        });
  }

  @Override
  public INDArray logits(INDArray images, Query query) {
    return network.logits(forward.applyTo(images), query);
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    LossGradient inner = network.lossGradient(forward.applyTo(images), query, loss);
    return new LossGradient(inner.losses(), inner.logits(), backward.applyTo(inner.gradient()));
  }

  private static void smooth(int row, double[] image, int side) {
    double[] own = image.clone();
    for (int i = 0; i < image.length; i++) {
      double sum = 0;
      int count = 0;
      for (int y = Math.max(0, i / side - 1); y <= Math.min(side - 1, i / side + 1); y++) {
        for (int x = Math.max(0, i % side - 1); x <= Math.min(side - 1, i % side + 1); x++) {
          sum += own[y * side + x];
          count++;
        }
      }
      image[i] = (own[i] + sum / count) / 2;
    }
  }

  private static void roundCoefficients(int row, double[] image, int side) {
    for (int top = 0; top < side; top += BLOCK) {
      for (int left = 0; left < side; left += BLOCK) {
        double[][] block = new double[BLOCK][BLOCK];
        for (int y = 0; y < BLOCK; y++) {
          System.arraycopy(image, (top + y) * side + left, block[y], 0, BLOCK);
        }
        double[][] coefficients = product(product(COSINES, block), transposed(COSINES));
        for (int y = 0; y < BLOCK; y++) {
          for (int x = 0; x < BLOCK; x++) {
            // coarser where the frequency is higher
            double step = 0.1 * (1 + x + y);
            coefficients[y][x] = Math.rint(coefficients[y][x] / step) * step;
          }
        }
        double[][] decoded = product(product(transposed(COSINES), coefficients), COSINES);
        for (int y = 0; y < BLOCK; y++) {
          for (int x = 0; x < BLOCK; x++) {
            image[(top + y) * side + left + x] = Math.max(0, Math.min(1, decoded[y][x]));
          }
        }
      }
    }
  }

  private static double[][] cosines() {
    double[][] cosines = new double[BLOCK][BLOCK];
    for (int k = 0; k < BLOCK; k++) {
      for (int i = 0; i < BLOCK; i++) {
        cosines[k][i] =
            Math.sqrt((k == 0 ? 1.0 : 2.0) / BLOCK)
                * StrictMath.cos(Math.PI * (2 * i + 1) * k / (2.0 * BLOCK));
      }
    }
    return cosines;
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] product = new double[BLOCK][BLOCK];
    for (int y = 0; y < BLOCK; y++) {
      for (int x = 0; x < BLOCK; x++) {
        for (int i = 0; i < BLOCK; i++) {
          product[y][x] += a[y][i] * b[i][x];
        }
      }
    }
    return product;
  }

  private static double[][] transposed(double[][] a) {
    double[][] transposed = new double[BLOCK][BLOCK];
    for (int y = 0; y < BLOCK; y++) {
      for (int x = 0; x < BLOCK; x++) {
        transposed[y][x] = a[x][y];
      }
    }
    return transposed;
  }
}
