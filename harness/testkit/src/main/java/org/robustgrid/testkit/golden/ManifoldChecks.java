package org.robustgrid.testkit.golden;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.robustgrid.numerics.manifold.CapacityTheory;
import org.robustgrid.numerics.manifold.CenterSubspace;
import org.robustgrid.numerics.manifold.LinearSeparation;
import org.robustgrid.numerics.manifold.ManifoldAnalysis;
import org.robustgrid.numerics.manifold.ManifoldCenters;
import org.robustgrid.numerics.manifold.ManifoldGeometry;
import org.robustgrid.spi.random.RandomKey;

/** Cases about object manifolds. */
final class ManifoldChecks {

  private static final int STARTS = 40;

  private ManifoldChecks() {}

  static void manifold(GoldenCase golden, Comparison comparison) {
    ManifoldGeometry found =
        ManifoldGeometry.of(golden.table("points"), golden.table("t"), golden.number("kappa"));
    comparison.compare("V", found.nearest(), golden.values("V"));
    comparison.compare("anchors", found.anchors(), golden.values("anchors"));
    comparison.compare("inner", found.inside(), golden.values("inner"));
    comparison.compare("capacity", found.capacity(), golden.values("capacity"));
    comparison.compare("radius", found.radius(), golden.values("radius"));
    comparison.compare("dimension", found.dimension(), golden.values("dimension"));
    comparison.compare("radius_plain", found.plainRadius(), golden.values("radius_plain"));
    comparison.compare("dimension_plain", found.plainDimension(), golden.values("dimension_plain"));
  }

  static void analysis(GoldenCase golden, Comparison comparison) {
    double[][][] activations = golden.cube("activations");
    comparison.compare(
        "reduced",
        ManifoldAnalysis.coordinates(activations, golden.table("subspace")),
        golden.values("reduced"));
    analysis(golden, comparison, activations);
  }

  static void projection(GoldenCase golden, Comparison comparison) {
    double[][][] projected =
        ManifoldAnalysis.project(golden.cube("activations"), golden.table("matrix"));
    comparison.compare("projected", projected, golden.values("projected"));
    analysis(golden, comparison, projected);
  }

  private static void analysis(GoldenCase golden, Comparison comparison, double[][][] activations) {
    ManifoldAnalysis found =
        ManifoldAnalysis.of(
            activations, golden.table("subspace"), golden.cube("t"), golden.number("kappa"));
    comparison.compare(
        "center_correlation", found.correlation(), golden.values("center_correlation"));
    each(golden, comparison, found.manifolds(), "capacity", ManifoldGeometry::capacity);
    each(golden, comparison, found.manifolds(), "radius", ManifoldGeometry::radius);
    each(golden, comparison, found.manifolds(), "dimension", ManifoldGeometry::dimension);
    each(golden, comparison, found.manifolds(), "radius_plain", ManifoldGeometry::plainRadius);
    each(
        golden, comparison, found.manifolds(), "dimension_plain", ManifoldGeometry::plainDimension);
    comparison.compare("capacity_mean", found.capacity(), golden.values("capacity_mean"));
    comparison.compare("radius_mean", found.radius(), golden.values("radius_mean"));
    comparison.compare("dimension_mean", found.dimension(), golden.values("dimension_mean"));
  }

  private static void each(
      GoldenCase golden,
      Comparison comparison,
      List<ManifoldGeometry> manifolds,
      String name,
      ToDoubleFunction<ManifoldGeometry> value) {
    if (golden.has(name)) {
      comparison.compare(
          name, manifolds.stream().mapToDouble(value).toArray(), golden.values(name));
    }
  }

  static void centers(GoldenCase golden, Comparison comparison) {
    double[][] centers = golden.table("centers");
    comparison.compare(
        "center_correlation",
        ManifoldCenters.correlation(centers),
        golden.values("center_correlation"));
    comparison.compare(
        "k_max",
        ManifoldCenters.mostDimensions(CenterSubspace.singularValues(centers)),
        golden.values("k_max"));
    double[][] centred = ManifoldCenters.centred(centers);
    for (String name : golden.names("subspace.")) {
      String k = name.substring("subspace.".length());
      double[][] left = ManifoldCenters.without(centred, golden.table(name));
      comparison.compare("cost." + k, ManifoldCenters.cost(left), golden.values("cost." + k));
      comparison.compare(
          "residual." + k, ManifoldCenters.residual(left), golden.values("residual." + k));
    }
    for (double[] best : golden.table("best")) {
      CenterSubspace found = CenterSubspace.search(centers, (int) best[0], STARTS, RandomKey.of(0));
      comparison.compare("best: cost", found.cost(), new double[] {best[1]});
      comparison.compare("best: residual", found.residual(), new double[] {best[2]});
    }
  }

  static void theory(GoldenCase golden, Comparison comparison) {
    double[][] table = golden.table("table");
    for (double[] row : table) {
      comparison.compare(
          "alpha_ball", CapacityTheory.ofBalls(row[0], row[1]), new double[] {row[2]});
      comparison.compare(
          "alpha_point",
          CapacityTheory.ofPoints(row[0] * Math.sqrt(row[1])),
          new double[] {row[3]});
    }
    for (double[] row : golden.table("point")) {
      comparison.compare("point", CapacityTheory.ofPoints(row[0]), new double[] {row[1]});
    }
  }

  static void simulated(GoldenCase golden, Comparison comparison) {
    double[][][] points = golden.cube("points");
    int[] dimensions = golden.integers("dimensions");
    double[][][] labels = golden.cube("labels");
    double[][] separable = new double[dimensions.length][labels[0].length];
    double[] fractions = new double[dimensions.length];
    int enough = -1;
    for (int i = 0; i < dimensions.length; i++) {
      double[][][] projections = golden.cube("projection." + dimensions[i]);
      for (int r = 0; r < projections.length; r++) {
        int[] signs = Arrays.stream(labels[i][r]).mapToInt(label -> (int) label).toArray();
        boolean found = LinearSeparation.exists(project(points, projections[r]), signs);
        separable[i][r] = found ? 1 : 0;
        fractions[i] += separable[i][r];
      }
      fractions[i] /= projections.length;
      if (enough < 0 && fractions[i] >= 0.5) {
        enough = dimensions[i];
      }
    }
    comparison.compare("separable", separable, golden.values("separable"));
    comparison.compare("fraction", fractions, golden.values("fraction"));
    comparison.compare("n_star", enough, golden.values("n_star"));
    comparison.compare("capacity", (double) points.length / enough, golden.values("capacity"));
  }

  private static double[][][] project(double[][][] points, double[][] matrix) {
    double[][][] projected = new double[points.length][points[0].length][matrix.length];
    for (int k = 0; k < points.length; k++) {
      for (int p = 0; p < points[k].length; p++) {
        for (int row = 0; row < matrix.length; row++) {
          for (int i = 0; i < matrix[row].length; i++) {
            projected[k][p][row] += matrix[row][i] * points[k][p][i];
          }
        }
      }
    }
    return projected;
  }
}
