package org.robustgrid.numerics.counterfactual;

/**
 * Distances of counterfactuals and predictions on them (Yeats et al. 2024, section 5).
 *
 * <p>Arrays of counterfactuals have the shape [image][target class][repetition].
 *
 * @since 0.1
 */
public final class CounterfactualMetrics {

  private CounterfactualMetrics() {}

  /** ‖x − x_CE‖₂. */
  public static double distance(double[] x, double[] counterfactual) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - counterfactual[i]) * (x[i] - counterfactual[i]);
    }
    return Math.sqrt(sum);
  }

  /** The share of elements with |x − x_CE| above a threshold. */
  public static double changed(double[] x, double[] counterfactual, double threshold) {
    int changed = 0;
    for (int i = 0; i < x.length; i++) {
      changed += Math.abs(x[i] - counterfactual[i]) > threshold ? 1 : 0;
    }
    return (double) changed / x.length;
  }

  /** The mean distance of an image's counterfactuals of other classes. */
  public static double meanToOthers(double[][] distances, int label) {
    double sum = 0;
    int count = 0;
    for (int target = 0; target < distances.length; target++) {
      for (double distance : distances[target]) {
        sum += target == label ? 0 : distance;
        count += target == label ? 0 : 1;
      }
    }
    return sum / count;
  }

  /** The squared Pearson correlation; NaN if one side is constant. */
  public static double squaredCorrelation(double[] a, double[] b) {
    double ma = 0;
    double mb = 0;
    for (int i = 0; i < a.length; i++) {
      ma += a[i] / a.length;
      mb += b[i] / a.length;
    }
    double aa = 0;
    double bb = 0;
    double ab = 0;
    for (int i = 0; i < a.length; i++) {
      aa += (a[i] - ma) * (a[i] - ma);
      bb += (b[i] - mb) * (b[i] - mb);
      ab += (a[i] - ma) * (b[i] - mb);
    }
    return ab * ab / (aa * bb);
  }

  /**
   * A classifier's predictions on counterfactuals.
   *
   * @param clean share of images predicted as their class
   * @param same share of same-class counterfactuals predicted as their target
   * @param other share of other-class counterfactuals predicted as their target
   * @param all share of all counterfactuals predicted as their target
   * @param sourceOther among images predicted right, share of their other-class counterfactuals
   *     predicted as the image's class
   * @param sourceAll as above over all counterfactuals
   * @since 0.1
   */
  public record Answers(
      double clean, double same, double other, double all, double sourceOther, double sourceAll) {

    /**
     * Counts predictions.
     *
     * @param predictions of the images
     * @param ofCounterfactuals [image][target class][repetition]
     */
    public static Answers of(int[] predictions, int[][][] ofCounterfactuals, int[] labels) {
      Share clean = new Share();
      Share same = new Share();
      Share other = new Share();
      Share all = new Share();
      Share sourceOther = new Share();
      Share sourceAll = new Share();
      for (int image = 0; image < labels.length; image++) {
        int label = labels[image];
        boolean right = predictions[image] == label;
        clean.add(right);
        for (int target = 0; target < ofCounterfactuals[image].length; target++) {
          for (int predicted : ofCounterfactuals[image][target]) {
            all.add(predicted == target);
            (target == label ? same : other).add(predicted == target);
            if (right) {
              sourceAll.add(predicted == label);
            }
            if (right && target != label) {
              sourceOther.add(predicted == label);
            }
          }
        }
      }
      return new Answers(
          clean.value(),
          same.value(),
          other.value(),
          all.value(),
          sourceOther.value(),
          sourceAll.value());
    }
  }

  /** A share being counted; NaN of nothing. */
  private static final class Share {
    private int hits;
    private int total;

    private void add(boolean hit) {
      hits += hit ? 1 : 0;
      total++;
    }

    private double value() {
      return (double) hits / total;
    }
  }

  /** The mean distance of an image's counterfactuals of each class. */
  public static double[] meanByClass(double[][] distances) {
    double[] means = new double[distances.length];
    for (int target = 0; target < means.length; target++) {
      for (double distance : distances[target]) {
        means[target] += distance / distances[target].length;
      }
    }
    return means;
  }

  /** The class of least mean distance: the prediction of the counterfactual classifier. */
  public static int nearestClass(double[] means) {
    int nearest = 0;
    for (int target = 1; target < means.length; target++) {
      if (means[target] < means[nearest]) {
        nearest = target;
      }
    }
    return nearest;
  }
}
