package org.robustgrid.defenses.alignment;

import java.util.List;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.random.RandomKey;

/**
 * Computes one representative r_t of each class t, the same for all images: the target gradient of
 * class t at x is r_t − x (Ganz et al. 2023, section 4.1).
 */
final class Representatives {

  private Representatives() {}

  /**
   * One Image: a random training image of each class.
   *
   * @param length numbers per image
   * @return [classes][length]
   */
  static float[][] oneImage(DataView view, List<String> classNames, int length, RandomKey key) {
    List<int[]> byClass = ClassIndices.of(view, classNames);
    float[][] images = new float[byClass.size()][length];
    for (int c = 0; c < images.length; c++) {
      int[] indices = byClass.get(c);
      int chosen = indices[key.with("one-image").with(c).stream().nextInt(indices.length)];
      view.read(new int[] {chosen}, images[c], new int[1]);
    }
    return images;
  }

  /**
   * Class Mean: the scaled mean of all training images of each class. The unscaled mean has a
   * smaller norm than the images, so r − x would tend to −x (Ganz et al. 2023, section 4.1).
   *
   * @param length numbers per image
   * @param scale factor of the means; 0: scale them to the mean L2 norm of the class's images
   * @return [classes][length]
   */
  static float[][] classMean(DataView view, List<String> classNames, int length, double scale) {
    List<int[]> byClass = ClassIndices.of(view, classNames);
    float[][] means = new float[byClass.size()][length];
    float[] image = new float[length];
    for (int c = 0; c < means.length; c++) {
      double[] sum = new double[length];
      double norms = 0;
      for (int index : byClass.get(c)) {
        view.read(new int[] {index}, image, new int[1]);
        double square = 0;
        for (int p = 0; p < length; p++) {
          sum[p] += image[p];
          square += (double) image[p] * image[p];
        }
        norms += Math.sqrt(square);
      }
      double norm = Distances.euclidean(sum, 0, length);
      // the number of images cancels; a mean of norm zero cannot be scaled
      double factor = scale > 0 ? scale : norm > 0 ? norms / norm : 1;
      for (int p = 0; p < length; p++) {
        means[c][p] = (float) (factor * (sum[p] / byClass.get(c).length));
      }
    }
    return means;
  }
}
