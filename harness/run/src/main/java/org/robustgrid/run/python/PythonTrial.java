package org.robustgrid.run.python;

import java.util.Arrays;
import java.util.Locale;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.data.DataException;

/** Sends a Python model a few queries to find out whether it can be evaluated. */
public final class PythonTrial {

  /** Of the largest logit: parallel sums on a GPU differ by less from one run to the next. */
  private static final double TOLERANCE = 1e-4;

  private static final int ROWS = 2;

  private final PythonProcess process;
  private final long[] shape;
  private final double[] images;
  private final int classes;

  private PythonTrial(PythonProcess process, long[] shape, double[] images, int classes) {
    this.process = process;
    this.shape = shape;
    this.images = images;
    this.classes = classes;
  }

  /**
   * Tries a model on two uniform images.
   *
   * @param low lower end of the data's domain
   * @param high upper end
   * @throws DataException when it answers other shapes, numbers that are not finite, or otherwise
   *     when it is asked the same again
   */
  public static void of(
      PythonProcess process, long[] inputShape, int classes, double low, double high) {
    long[] shape = new long[inputShape.length + 1];
    shape[0] = ROWS;
    System.arraycopy(inputShape, 0, shape, 1, inputShape.length);
    int length = Math.toIntExact(Arrays.stream(inputShape).reduce(1, Math::multiplyExact));
    double[] images = new double[ROWS * length];
    Arrays.fill(images, 0, length, low + 0.3 * (high - low));
    Arrays.fill(images, length, images.length, low + 0.6 * (high - low));
    PythonTrial trial = new PythonTrial(process, shape, images, classes);
    if (process.offer().gives() == Access.DECISIONS) {
      trial.decisions();
    } else {
      trial.logits();
    }
  }

  private void logits() {
    boolean gradients = process.offer().gives() == Access.GRADIENTS;
    double[] first = process.logits(images, shape, classes, 1, gradients);
    if (gradients) {
      double[] ones = new double[ROWS * classes];
      Arrays.fill(ones, 1);
      process.vjp(ones, shape, classes, 1);
    }
    double[] other = process.logits(images, shape, classes, 2, false);
    requireSame(process, first, process.logits(images, shape, classes, 1, false));
    if (!process.offer().randomised() && distance(first, other) > TOLERANCE) {
      throw seeded();
    }
  }

  private void decisions() {
    int[] first = process.decisions(images, shape, classes, 1);
    int[] other = process.decisions(images, shape, classes, 2);
    if (!Arrays.equals(first, process.decisions(images, shape, classes, 1))) {
      throw process.contradiction(
          "decides otherwise when it is asked the same with the same seed; " + wayOut());
    }
    if (!process.offer().randomised() && !Arrays.equals(first, other)) {
      throw seeded();
    }
  }

  private DataException seeded() {
    return process.contradiction(
        "answers otherwise under another seed, so that it draws randomness; give the object that"
            + " the function returns the attribute randomised = True, and it is attacked and judged"
            + " over several draws");
  }

  /**
   * Refuses two answers to the same question that differ.
   *
   * @throws DataException telling by how much
   */
  public static void requireSame(PythonProcess process, double[] first, double[] again) {
    double distance = distance(first, again);
    if (distance > TOLERANCE) {
      throw process.contradiction(
          String.format(
              Locale.ROOT,
              "answers otherwise when it is asked the same with the same seed: logits differ by"
                  + " %.3g of the largest; %s",
              distance,
              wayOut()));
    }
  }

  private static String wayOut() {
    return "draw from random, numpy.random or torch, which are seeded before each question, or take"
        + " the seed as the argument 'seed', and keep nothing from one question to the next";
  }

  /** The largest difference, relative to the largest value. */
  private static double distance(double[] first, double[] second) {
    double largest = 0;
    double scale = Double.MIN_NORMAL;
    for (int i = 0; i < first.length; i++) {
      largest = Math.max(largest, Math.abs(first[i] - second[i]));
      scale = Math.max(scale, Math.abs(first[i]));
    }
    return largest / scale;
  }
}
