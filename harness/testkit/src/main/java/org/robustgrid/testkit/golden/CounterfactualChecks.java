package org.robustgrid.testkit.golden;

import java.util.Arrays;
import org.robustgrid.numerics.counterfactual.CounterfactualMetrics;
import org.robustgrid.numerics.logit.LogitRanking;
import org.robustgrid.numerics.loss.Softmax;

/** Cases about counterfactual explanations. */
final class CounterfactualChecks {

  private CounterfactualChecks() {}

  static void metrics(GoldenCase golden, Comparison comparison) {
    double[][] x = golden.table("x");
    int[] labels = golden.integers("y");
    double[][][][] images = images(golden);
    double[][][] distances = distances(x, images);
    double threshold = golden.number("threshold");
    double[][][] changed = new double[x.length][][];
    double[] others = new double[x.length];
    double[] confidence = new double[x.length];
    double[][] logits = golden.table("logits");
    for (int i = 0; i < x.length; i++) {
      double[] image = x[i];
      changed[i] =
          Arrays.stream(images[i])
              .map(
                  of ->
                      Arrays.stream(of)
                          .mapToDouble(ce -> CounterfactualMetrics.changed(image, ce, threshold))
                          .toArray())
              .toArray(double[][]::new);
      others[i] = CounterfactualMetrics.meanToOthers(distances[i], labels[i]);
      double[] p = new double[logits[i].length];
      Softmax.probabilities(logits[i], 0, p.length, p);
      confidence[i] = p[labels[i]];
    }
    comparison.compare("l2", distances, golden.values("l2"));
    comparison.compare("l0", changed, golden.values("l0"));
    comparison.compare("mean_l2_other", others, golden.values("mean_l2_other"));
    comparison.compare("confidence", confidence, golden.values("confidence"));
    comparison.compare(
        "r2", CounterfactualMetrics.squaredCorrelation(confidence, others), golden.values("r2"));
    answers(golden, comparison, labels, logits);
  }

  private static void answers(
      GoldenCase golden, Comparison comparison, int[] labels, double[][] logits) {
    double[][][] logitsOfImages = golden.cube("ce_logits");
    int classes = logits[0].length;
    int[][][] predictions = new int[labels.length][logitsOfImages[0].length][];
    for (int i = 0; i < labels.length; i++) {
      for (int target = 0; target < predictions[i].length; target++) {
        double[] all = logitsOfImages[i][target];
        predictions[i][target] = new int[all.length / classes];
        for (int r = 0; r < predictions[i][target].length; r++) {
          predictions[i][target][r] = Softmax.prediction(all, r * classes, classes);
        }
      }
    }
    int[] clean = Arrays.stream(logits).mapToInt(row -> LogitRanking.order(row)[0]).toArray();
    CounterfactualMetrics.Answers answers =
        CounterfactualMetrics.Answers.of(clean, predictions, labels);
    comparison.compare("accuracy.clean", answers.clean(), golden.values("accuracy.clean"));
    comparison.compare("accuracy.same", answers.same(), golden.values("accuracy.same"));
    comparison.compare("accuracy.other", answers.other(), golden.values("accuracy.other"));
    comparison.compare("accuracy.all", answers.all(), golden.values("accuracy.all"));
    comparison.compare("source.other", answers.sourceOther(), golden.values("source.other"));
    comparison.compare("source.all", answers.sourceAll(), golden.values("source.all"));
  }

  static void classifier(GoldenCase golden, Comparison comparison) {
    double[][] x = golden.table("x");
    int[] labels = golden.integers("y");
    double[][][] distances = distances(x, images(golden));
    double[][] means =
        Arrays.stream(distances).map(CounterfactualMetrics::meanByClass).toArray(double[][]::new);
    int[] predictions =
        Arrays.stream(means).mapToInt(CounterfactualMetrics::nearestClass).toArray();
    double right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += predictions[i] == labels[i] ? 1 : 0;
    }
    comparison.compare("distance", means, golden.values("distance"));
    comparison.compare("prediction", predictions, golden.values("prediction"));
    comparison.compare("accuracy", right / labels.length, golden.values("accuracy"));
  }

  /** [image][target class][repetition][element]. */
  private static double[][][][] images(GoldenCase golden) {
    double[][][] flat = golden.cube("ce");
    int length = golden.table("x")[0].length;
    double[][][][] images = new double[flat.length][flat[0].length][][];
    for (int i = 0; i < flat.length; i++) {
      for (int target = 0; target < flat[i].length; target++) {
        double[] all = flat[i][target];
        images[i][target] = new double[all.length / length][];
        for (int r = 0; r < images[i][target].length; r++) {
          images[i][target][r] = Arrays.copyOfRange(all, r * length, (r + 1) * length);
        }
      }
    }
    return images;
  }

  private static double[][][] distances(double[][] x, double[][][][] images) {
    double[][][] distances = new double[x.length][][];
    for (int i = 0; i < x.length; i++) {
      double[] image = x[i];
      distances[i] =
          Arrays.stream(images[i])
              .map(
                  of ->
                      Arrays.stream(of)
                          .mapToDouble(ce -> CounterfactualMetrics.distance(image, ce))
                          .toArray())
              .toArray(double[][]::new);
    }
    return distances;
  }
}
