package org.robustgrid.testkit.toy;

import java.util.Arrays;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/** Logits V tanh(W x): smooth, curved, and different for every seed. */
public final class TanhClassifier extends ToyClassifier {

  private final double[][] first;
  private final double[][] second;
  private final double[] hidden;

  /** Creates a classifier with normally distributed weights. */
  public TanhClassifier(int features, int units, int classes, long seed) {
    super(classes, features);
    RandomStream random = RandomKey.of(seed).stream();
    this.first = draw(random, units, features, 2 / Math.sqrt(features));
    this.second = draw(random, classes, units, 3 / Math.sqrt(units));
    this.hidden = new double[units];
  }

  private static double[][] draw(RandomStream random, int rows, int columns, double scale) {
    double[][] weights = new double[rows][columns];
    for (double[] row : weights) {
      for (int i = 0; i < columns; i++) {
        row[i] = scale * random.nextGaussian();
      }
    }
    return weights;
  }

  private void hide(double[] input) {
    for (int h = 0; h < hidden.length; h++) {
      double sum = 0;
      for (int i = 0; i < input.length; i++) {
        sum += first[h][i] * (input[i] - 0.5);
      }
      hidden[h] = Math.tanh(sum);
    }
  }

  @Override
  protected void forward(double[] input, double[] logits) {
    hide(input);
    for (int c = 0; c < second.length; c++) {
      double sum = 0;
      for (int h = 0; h < hidden.length; h++) {
        sum += second[c][h] * hidden[h];
      }
      logits[c] = sum;
    }
  }

  @Override
  protected void backward(double[] input, double[] cotangents, double[] gradient) {
    hide(input);
    Arrays.fill(gradient, 0);
    for (int h = 0; h < hidden.length; h++) {
      double sum = 0;
      for (int c = 0; c < second.length; c++) {
        sum += cotangents[c] * second[c][h];
      }
      double slope = sum * (1 - hidden[h] * hidden[h]);
      for (int i = 0; i < input.length; i++) {
        gradient[i] += slope * first[h][i];
      }
    }
  }
}
