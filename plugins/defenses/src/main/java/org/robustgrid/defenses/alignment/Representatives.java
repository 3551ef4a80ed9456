package org.robustgrid.defenses.alignment;

import java.util.List;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.random.RandomKey;

/**
 * One representative r of each class, whatever the image: the target gradient of class t at x is
 * r_t − x (Ganz et al. 2023, section 4.1).
 */
final class Representatives {

  private Representatives() {}

  /**
   * One Image: an arbitrary training image of each class.
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
   * Class Mean: the mean of all training images of each class.
   *
   * @param length numbers per image
   * @return [classes][length]
   */
  static float[][] classMean(DataView view, List<String> classNames, int length) {
    List<int[]> byClass = ClassIndices.of(view, classNames);
    float[][] means = new float[byClass.size()][length];
    float[] image = new float[length];
    for (int c = 0; c < means.length; c++) {
      double[] sum = new double[length];
      for (int index : byClass.get(c)) {
        view.read(new int[] {index}, image, new int[1]);
        for (int p = 0; p < length; p++) {
          sum[p] += image[p];
        }
      }
      for (int p = 0; p < length; p++) {
        means[c][p] = (float) (sum[p] / byClass.get(c).length);
      }
    }
    return means;
  }
}
