package org.robustgrid.testkit.golden;

import java.util.Arrays;
import org.robustgrid.numerics.counterfactual.CounterfactualMetrics;
import org.robustgrid.numerics.logit.ReliabilityDiagram;
import org.robustgrid.numerics.similarity.FrechetDistance;
import org.robustgrid.numerics.similarity.InceptionScore;
import org.robustgrid.numerics.similarity.Nearest;
import org.robustgrid.numerics.similarity.StructuralSimilarity;

/** Cases about calibration, similarity and the quality of generated images. */
final class SimilarityChecks {

  private SimilarityChecks() {}

  static void reliability(GoldenCase golden, Comparison comparison) {
    int bins = (int) golden.number("bins");
    int[] labels = golden.integers("y");
    for (String images : new String[] {"clean", "attacked"}) {
      double[][] probabilities =
          golden.table(images.equals("clean") ? "probabilities" : "attacked");
      for (ReliabilityDiagram.Edge edge : ReliabilityDiagram.Edge.values()) {
        String prefix = images + (edge == ReliabilityDiagram.Edge.LEFT ? ".left." : ".right.");
        ReliabilityDiagram diagram = ReliabilityDiagram.of(probabilities, labels, bins, edge);
        comparison.compare(prefix + "count", diagram.counts(), golden.values(prefix + "count"));
        comparison.compare(
            prefix + "accuracy", diagram.accuracies(), golden.values(prefix + "accuracy"));
        comparison.compare(
            prefix + "confidence", diagram.confidences(), golden.values(prefix + "confidence"));
        comparison.compare(
            prefix + "ece", diagram.calibrationError(), golden.values(prefix + "ece"));
      }
    }
  }

  static void structural(GoldenCase golden, Comparison comparison) {
    StructuralSimilarity similarity = similarity(golden, "a");
    double[][] a = golden.table("a");
    double[][] b = golden.table("b");
    double[][] channels = new double[a.length][];
    double[] means = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      channels[i] = similarity.channels(a[i], b[i]);
      means[i] = similarity.of(a[i], b[i]);
    }
    comparison.compare("channel", channels, golden.values("channel"));
    comparison.compare("ssim", means, golden.values("ssim"));
  }

  private static StructuralSimilarity similarity(GoldenCase golden, String name) {
    long[] shape = golden.shape(name);
    return new StructuralSimilarity((int) shape[1], (int) shape[2], (int) shape[3]);
  }

  static void neighbours(GoldenCase golden, Comparison comparison) {
    StructuralSimilarity similarity = similarity(golden, "train");
    double[][] train = golden.table("train");
    int k = (int) golden.number("k");
    double[][] alike =
        Arrays.stream(golden.table("generated"))
            .map(image -> Arrays.stream(train).mapToDouble(t -> similarity.of(image, t)).toArray())
            .toArray(double[][]::new);
    double[][] far =
        Arrays.stream(golden.table("generated"))
            .map(
                image ->
                    Arrays.stream(train)
                        .mapToDouble(t -> CounterfactualMetrics.distance(image, t))
                        .toArray())
            .toArray(double[][]::new);
    comparison.compare("ssim", alike, golden.values("ssim"));
    comparison.compare("distance", far, golden.values("distance"));
    comparison.compare(
        "by_ssim",
        Arrays.stream(alike)
            .flatMapToInt(row -> Arrays.stream(Nearest.bySimilarity(row, k)))
            .toArray(),
        golden.values("by_ssim"));
    comparison.compare(
        "by_distance",
        Arrays.stream(far).flatMapToInt(row -> Arrays.stream(Nearest.byDistance(row, k))).toArray(),
        golden.values("by_distance"));
  }

  static void inception(GoldenCase golden, Comparison comparison) {
    InceptionScore score =
        InceptionScore.of(golden.table("probabilities"), (int) golden.number("splits"));
    comparison.compare("split", score.splits(), golden.values("split"));
    comparison.compare("mean", score.overSplits().mean(), golden.values("mean"));
    comparison.compare("sd", score.overSplits().deviation(), golden.values("sd"));
    comparison.compare("whole", score.whole(), golden.values("whole"));
  }

  static void frechet(GoldenCase golden, Comparison comparison) {
    FrechetDistance distance =
        FrechetDistance.of(golden.table("features_a"), golden.table("features_b"));
    comparison.compare("mean_term", distance.meanTerm(), golden.values("mean_term"));
    comparison.compare("root_trace", distance.rootTrace(), golden.values("root_trace"));
    comparison.compare("distance", distance.distance(), golden.values("distance"));
  }
}
