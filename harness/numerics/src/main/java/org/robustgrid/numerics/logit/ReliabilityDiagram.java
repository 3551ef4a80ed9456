package org.robustgrid.numerics.logit;

/**
 * Accuracy and mean confidence by bins of the largest probability (Guo et al. 2017; Zhu et al.
 * 2021, figure 16).
 *
 * @param counts images in each bin
 * @param accuracies share of a bin's images that are right; 0 in an empty bin
 * @param confidences mean largest probability; 0 in an empty bin
 * @since 0.1
 */
public record ReliabilityDiagram(int[] counts, double[] accuracies, double[] confidences) {

  /**
   * The edge that belongs to a bin.
   *
   * @since 0.1
   */
  public enum Edge {
    /** [b/n, (b + 1)/n), the last bin closed. */
    LEFT,
    /** (b/n, (b + 1)/n]; the first bin holds 0 as well. */
    RIGHT
  }

  /**
   * The diagram of a model's answers.
   *
   * @param probabilities [images][classes]
   * @param labels length = images
   */
  public static ReliabilityDiagram of(double[][] probabilities, int[] labels, int bins, Edge edge) {
    int[] counts = new int[bins];
    double[] accuracies = new double[bins];
    double[] confidences = new double[bins];
    for (int i = 0; i < labels.length; i++) {
      int predicted = LogitRanking.order(probabilities[i])[0];
      double confidence = probabilities[i][predicted];
      int bin = bin(confidence, bins, edge);
      counts[bin]++;
      accuracies[bin] += predicted == labels[i] ? 1 : 0;
      confidences[bin] += confidence;
    }
    for (int bin = 0; bin < bins; bin++) {
      accuracies[bin] /= Math.max(1, counts[bin]);
      confidences[bin] /= Math.max(1, counts[bin]);
    }
    return new ReliabilityDiagram(counts, accuracies, confidences);
  }

  /** The expected calibration error Σ (share of images) · |accuracy − confidence|. */
  public double calibrationError() {
    double sum = 0;
    double images = 0;
    for (int bin = 0; bin < counts.length; bin++) {
      sum += counts[bin] * Math.abs(accuracies[bin] - confidences[bin]);
      images += counts[bin];
    }
    return sum / images;
  }

  /**
   * The contribution of each image to the calibration error: its confidence less 1 if it is right
   * and less 0 if not, with the sign of its bin's sum. Their mean is the calibration error, so that
   * their spread says how sure it is.
   *
   * @param probabilities [images][classes]
   * @param labels length = images
   */
  public static double[] parts(double[][] probabilities, int[] labels, int bins, Edge edge) {
    ReliabilityDiagram diagram = of(probabilities, labels, bins, edge);
    double[] parts = new double[labels.length];
    for (int i = 0; i < parts.length; i++) {
      int predicted = LogitRanking.order(probabilities[i])[0];
      double confidence = probabilities[i][predicted];
      int bin = bin(confidence, bins, edge);
      double sign = Math.signum(diagram.confidences[bin] - diagram.accuracies[bin]);
      parts[i] = sign * (confidence - (predicted == labels[i] ? 1 : 0));
    }
    return parts;
  }

  private static int bin(double confidence, int bins, Edge edge) {
    int bin = 0;
    while (bin < bins - 1 && beyond(confidence, (double) (bin + 1) / bins, edge)) {
      bin++;
    }
    return bin;
  }

  private static boolean beyond(double confidence, double end, Edge edge) {
    return edge == Edge.LEFT ? confidence >= end : confidence > end;
  }
}
