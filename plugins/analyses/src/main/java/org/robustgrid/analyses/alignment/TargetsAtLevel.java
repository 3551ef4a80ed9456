package org.robustgrid.analyses.alignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.robustgrid.analyses.reading.Mean;
import org.robustgrid.numerics.diffusion.ScoreDifference;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.numerics.objective.AlignmentScore;

/**
 * What is measured of the score-based targets at one noise level, one value for each image. Images
 * whose targets are not finite are left out.
 */
final class TargetsAtLevel {

  private final ScoreDifference difference;
  private final List<Double> cosineWithReference = new ArrayList<>();
  private final List<Double> cosineWithMean = new ArrayList<>();
  private final List<Double> cosineBetweenImages = new ArrayList<>();
  private final List<Double> denoisedDifference = new ArrayList<>();
  private double[] previous = {};
  private int left;

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
    double norm = meanNorm(own);
    if (!Double.isFinite(norm)) {
      left++;
      previous = new double[0];
      return;
    }
    // the targets are differences of denoised images, divided by the noise's variance
    denoisedDifference.add(norm * sigma() * sigma());
    if (Double.isFinite(meanNorm(reference))) {
      cosineWithReference.add(mean(cosines(own, reference)));
    }
    if (present.length > 0) {
      double[] cosines = cosines(own, toMeans);
      cosineWithMean.add(
          Arrays.stream(present).mapToDouble(c -> cosines[c]).average().orElseThrow());
    }
    if (previous.length > 0) {
      cosineBetweenImages.add(mean(cosines(own, previous)));
    }
    previous = own;
  }

  /** The mean over classes of the targets' norms; not finite if a number is not. */
  private double meanNorm(double... targets) {
    int classes = difference.shape().classes();
    int length = difference.shape().length();
    double norms = 0;
    for (int c = 0; c < classes; c++) {
      norms += Distances.euclidean(targets, c * length, length);
    }
    return norms / classes;
  }

  private double[] cosines(double[] own, double[] others) {
    return AlignmentScore.of(own, others, 1, difference.shape().classes()).cosines()[0];
  }

  private static double mean(double... values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static Optional<Mean> over(List<Double> images) {
    return images.isEmpty()
        ? Optional.empty()
        : Optional.of(Mean.of(images.stream().mapToDouble(Double::doubleValue).toArray()));
  }

  /** The images that are left out, as their targets are not finite. */
  int left() {
    return left;
  }

  /** The cosine with the targets at the level of comparison. */
  Optional<Mean> cosineWithReference() {
    return over(cosineWithReference);
  }

  /** The cosine with the direction to the class mean; empty if no class has a mean. */
  Optional<Mean> cosineWithMean() {
    return over(cosineWithMean);
  }

  /**
   * The cosine of the targets of one class for an image and the one before it; empty without such a
   * pair.
   */
  Optional<Mean> cosineBetweenImages() {
    return over(cosineBetweenImages);
  }

  /**
   * The L2 norm of the difference of the images denoised with a class and without. The difference
   * is averaged over the draws of the noise before its norm is taken, so this is at most the mean
   * distance of the denoised images.
   */
  Optional<Mean> denoisedDifference() {
    return over(denoisedDifference);
  }
}
