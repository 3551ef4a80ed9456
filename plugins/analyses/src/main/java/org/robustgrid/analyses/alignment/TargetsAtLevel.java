package org.robustgrid.analyses.alignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.robustgrid.analyses.reading.Mean;
import org.robustgrid.numerics.diffusion.ScoreDifference;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.numerics.objective.AlignmentScore;

/** What is measured of the score-based targets at one noise level, one value for each image. */
final class TargetsAtLevel {

  private final ScoreDifference difference;
  private final List<Double> withReference = new ArrayList<>();
  private final List<Double> withMean = new ArrayList<>();
  private final List<Double> betweenImages = new ArrayList<>();
  private final List<Double> apart = new ArrayList<>();
  private double[] previous = {};

  TargetsAtLevel(ScoreDifference difference) {
    this.difference = difference;
  }

  ScoreDifference difference() {
    return difference;
  }

  double sigma() {
    return difference.sigma();
  }

  /**
   * Adds one image. Values are means over classes.
   *
   * @param own its targets at this level, [classes × pixels]
   * @param reference its targets at the level of comparison
   * @param toMeans the differences of the class means and the image
   * @param present the classes that have a mean
   */
  void add(double[] own, double[] reference, double[] toMeans, int... present) {
    int classes = difference.shape().classes();
    int length = difference.shape().length();
    withReference.add(mean(cosines(own, reference)));
    double[] cosines = cosines(own, toMeans);
    if (present.length > 0) {
      withMean.add(Arrays.stream(present).mapToDouble(c -> cosines[c]).average().orElseThrow());
    }
    if (previous.length > 0) {
      betweenImages.add(mean(cosines(own, previous)));
    }
    previous = own;
    // the targets are differences of denoised images, divided by the noise's variance
    double norms = 0;
    for (int c = 0; c < classes; c++) {
      norms += Distances.euclidean(own, c * length, length);
    }
    apart.add(norms / classes * sigma() * sigma());
  }

  private double[] cosines(double[] own, double[] others) {
    return AlignmentScore.of(own, others, 1, difference.shape().classes()).cosines()[0];
  }

  private static double mean(double... values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static Mean over(List<Double> images) {
    return Mean.of(images.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The cosine with the targets at the level of comparison. */
  Mean withReference() {
    return over(withReference);
  }

  /** The cosine with the direction to the class mean; only if a class has a mean. */
  Mean withMean() {
    return over(withMean);
  }

  /** The cosine of the targets of one class for two images; only if there are two. */
  Mean betweenImages() {
    return over(betweenImages);
  }

  /** The L2 distance of the images denoised with a class and without. */
  Mean apart() {
    return over(apart);
  }
}
