package org.robustgrid.run.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Warns about radii that do not fit the data. At half of the range of every value, an image of any
 * class can become the same uniform image, and no classifier is robust; at a multiple of the
 * customary radius, hardly any is.
 */
final class RadiusFit {

  /** The multiple of the customary radius that causes a warning. */
  private static final double MOST_TIMES = 2;

  private RadiusFit() {}

  /** Warnings about the radii of a grid. */
  static List<String> notes(List<PlannedThreatModel> threats, List<PlannedDataset> datasets) {
    List<String> notes = new ArrayList<>();
    for (PlannedThreatModel threat : threats) {
      for (PlannedDataset dataset : datasets) {
        if (Double.isInfinite(threat.epsilon())) {
          continue;
        }
        Double customary = dataset.radii().get(threat.norm());
        if (threat.epsilon() > limit(threat.norm(), dataset)) {
          notes.add(note(threat, dataset, customary));
        } else if (customary != null && threat.epsilon() > MOST_TIMES * customary) {
          notes.add(
              radius(threat)
                  + " is more than twice what is customary on "
                  + dataset.label()
                  + ", "
                  + customary
                  + ": hardly any classifier is robust there");
        }
      }
    }
    return notes;
  }

  /** The distance between an image at the end of the range and the one in the middle of it. */
  private static double limit(String norm, PlannedDataset dataset) {
    double half = (dataset.high() - dataset.low()) / 2;
    if (!Double.isFinite(half)) {
      return Double.POSITIVE_INFINITY;
    }
    double values = dataset.inputShape().stream().reduce(1L, (a, b) -> a * b);
    return switch (norm) {
      case "linf" -> half;
      case "l2" -> half * Math.sqrt(values);
      case "l1" -> half * values;
      default -> values / 2;
    };
  }

  private static String radius(PlannedThreatModel threat) {
    return "epsilon " + threat.epsilon() + " under " + threat.norm();
  }

  private static String note(PlannedThreatModel threat, PlannedDataset dataset, Double customary) {
    String range = dataset.low() + " to " + dataset.high();
    boolean bytes = threat.norm().equals("linf") && dataset.high() == 1 && threat.epsilon() >= 1;
    return radius(threat)
        + " is more than half of what the values of "
        + dataset.label()
        + ", "
        + range
        + ", allow: no classifier can be robust there"
        + (customary == null ? "" : "; customary there is " + customary)
        + (bytes
            ? "; if it counts levels of 0 to 255, write " + text(threat.epsilon()) + "/255"
            : "");
  }

  private static String text(double epsilon) {
    return epsilon == Math.rint(epsilon) ? String.valueOf((long) epsilon) : String.valueOf(epsilon);
  }
}
