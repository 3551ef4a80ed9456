package org.robustgrid.testkit.golden;

import java.util.Arrays;
import org.robustgrid.numerics.certify.ClopperPearson;
import org.robustgrid.numerics.certify.SmoothingRadius;
import org.robustgrid.numerics.logit.CalibrationError;
import org.robustgrid.numerics.logit.LogitManipulation;
import org.robustgrid.numerics.logit.LogitRanking;

/** Cases about logits, probabilities and certificates, without a model. */
final class LogitChecks {

  private LogitChecks() {}

  /** {@code table}: count, samples, α, σ, bound, radius; {@code soft}: p₁, p₂, σ, radius. */
  static void certificate(GoldenCase golden, Comparison comparison) {
    double[][] table = golden.table("table");
    double[] bounds = new double[table.length];
    double[] radii = new double[table.length];
    for (int i = 0; i < table.length; i++) {
      double[] row = table[i];
      bounds[i] = ClopperPearson.lowerBound((long) row[0], (long) row[1], row[2]);
      radii[i] = SmoothingRadius.hard(bounds[i], row[3]).orElse(-1);
    }
    comparison.compare("table: bound", bounds, column(table, 4));
    comparison.compare("table: radius", radii, column(table, 5));
    double[][] soft = golden.table("soft");
    double[] softRadii =
        Arrays.stream(soft)
            .mapToDouble(row -> SmoothingRadius.soft(row[0], row[1], row[2]).orElse(-1))
            .toArray();
    comparison.compare("soft: radius", softRadii, column(soft, 3));
  }

  static void calibration(GoldenCase golden, Comparison comparison) {
    double error =
        CalibrationError.of(
            golden.table("probabilities"), golden.integers("y"), (int) golden.number("bins"));
    comparison.compare("ece", error, golden.values("ece"));
  }

  static void statistics(GoldenCase golden, Comparison comparison) {
    double[][] a = golden.table("logits_a");
    double[][] b = golden.table("logits_b");
    double[][] overlap = golden.table("average_overlap");
    double[] gaps = new double[a.length];
    double[] largest = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      double[] found = LogitRanking.averageOverlap(a[i], b[i]);
      comparison.compare("average_overlap of row " + i, found, overlap[i]);
      gaps[i] = LogitRanking.gap(a[i]);
      largest[i] = LogitRanking.largest(a[i]);
    }
    comparison.compare("gap", gaps, golden.values("gap"));
    comparison.compare("max", largest, golden.values("max"));
  }

  static void manipulation(GoldenCase golden, Comparison comparison) {
    double[][] adversarial = golden.table("at_logits");
    double[][] standard = golden.table("st_logits");
    int[] labels = golden.integers("y");
    double[][] corrected = golden.table("corrected");
    double[][] hybrid = golden.table("hybrid");
    for (int i = 0; i < labels.length; i++) {
      double[] logits = adversarial[i];
      double[] swapped = LogitManipulation.corrected(logits, labels[i]);
      comparison.compare("corrected", swapped, corrected[i]);
      double[] mixed = LogitManipulation.hybrid(logits, standard[i]);
      comparison.compare("hybrid", mixed, hybrid[i]);
    }
    for (String name : golden.names("average.")) {
      int kept = Integer.parseInt(name.substring("average.".length()));
      double[][] averaged = golden.table(name);
      double[][] permuted = golden.table("permute." + kept);
      double[][] permutations = golden.table("permutation." + kept);
      for (int i = 0; i < labels.length; i++) {
        double[] found = LogitManipulation.average(adversarial[i], kept);
        comparison.compare(name, found, averaged[i]);
        int[] permutation = Arrays.stream(permutations[i]).mapToInt(v -> (int) v).toArray();
        comparison.compare(
            "permute." + kept,
            LogitManipulation.permute(adversarial[i], kept, permutation),
            permuted[i]);
      }
    }
  }

  private static double[] column(double[][] table, int column) {
    return Arrays.stream(table).mapToDouble(row -> row[column]).toArray();
  }
}
