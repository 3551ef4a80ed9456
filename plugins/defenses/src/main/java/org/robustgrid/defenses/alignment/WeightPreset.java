package org.robustgrid.defenses.alignment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The weights λ that Ganz et al. 2023 found best, by data set and target gradients (Table 8). */
final class WeightPreset {

  /** The weights in the order of {@link TargetGradients}; NaN if the paper gives no weight. */
  private static final Map<String, double[]> TABLE =
      Map.of(
          "cifar-10-resnet-18", new double[] {0.2, 0.2, 0.2, 1.5},
          "cifar-10-vit", new double[] {0.1, 0.1, 0.1, 3},
          "stl-resnet-18", new double[] {Double.NaN, 0.2, Double.NaN, 1},
          "cifar-100-resnet-18", new double[] {Double.NaN, 0.5, Double.NaN, 1});

  static final String NONE = "none";

  private WeightPreset() {}

  static List<String> names() {
    List<String> names = new ArrayList<>(List.of(NONE));
    TABLE.keySet().stream().sorted().forEach(names::add);
    return names;
  }

  /**
   * Returns the weight of a preset.
   *
   * @throws IllegalArgumentException if the paper gives no weight for these target gradients
   */
  static double weight(String preset, TargetGradients targets) {
    double weight = TABLE.get(preset)[targets.ordinal()];
    if (Double.isNaN(weight)) {
      throw new IllegalArgumentException(
          "preset '"
              + preset
              + "' has no weight for "
              + targets.id()
              + " gradients (Table 8 of the paper); give 'lambda' instead");
    }
    return weight;
  }
}
