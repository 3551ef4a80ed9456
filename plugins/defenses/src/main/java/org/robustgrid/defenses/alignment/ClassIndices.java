package org.robustgrid.defenses.alignment;

import java.util.ArrayList;
import java.util.List;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataView;

/** The positions of each class's images in the training view. */
final class ClassIndices {

  private ClassIndices() {}

  /**
   * Sorts a view's positions by class.
   *
   * @throws DataException if a class has no image, and so no target gradient
   */
  static List<int[]> of(DataView view, List<String> classNames) {
    List<List<Integer>> byClass = new ArrayList<>();
    classNames.forEach(name -> byClass.add(new ArrayList<>()));
    for (int i = 0; i < view.size(); i++) {
      byClass.get(view.label(i)).add(i);
    }
    List<int[]> indices = new ArrayList<>();
    for (int c = 0; c < classNames.size(); c++) {
      requireImages(byClass.get(c).size(), classNames.get(c));
      indices.add(byClass.get(c).stream().mapToInt(Integer::intValue).toArray());
    }
    return indices;
  }

  /**
   * Checks that a class has a training image.
   *
   * @throws DataException if it has none
   */
  static void requireImages(int images, String className) {
    if (images == 0) {
      throw new DataException(
          "class '"
              + className
              + "' has no training image, so there is no target gradient for it; use more training"
              + " data or other target gradients");
    }
  }
}
