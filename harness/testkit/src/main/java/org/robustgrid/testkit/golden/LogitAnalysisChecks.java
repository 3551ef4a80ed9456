package org.robustgrid.testkit.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.robustgrid.numerics.logit.AccuracyByGap;
import org.robustgrid.numerics.logit.ConfidenceRanks;
import org.robustgrid.numerics.logit.LogitNeighbours;
import org.robustgrid.numerics.logit.LogitRanking;
import org.robustgrid.numerics.logit.MeanLogits;
import org.robustgrid.numerics.summary.Bins;
import org.robustgrid.numerics.summary.Moments;

/** Cases about the logits of several models or images. */
final class LogitAnalysisChecks {

  private LogitAnalysisChecks() {}

  static void distribution(GoldenCase golden, Comparison comparison) {
    double[][][] logits = golden.cube("logits");
    double[][] largest = new double[logits.length][];
    double[][] gaps = new double[logits.length][];
    for (int model = 0; model < logits.length; model++) {
      largest[model] = Arrays.stream(logits[model]).mapToDouble(LogitRanking::largest).toArray();
      gaps[model] = Arrays.stream(logits[model]).mapToDouble(LogitRanking::gap).toArray();
    }
    distribution(golden, comparison, "max", largest);
    distribution(golden, comparison, "gap", gaps);
  }

  private static void distribution(
      GoldenCase golden, Comparison comparison, String name, double[][] values) {
    comparison.compare(name, values, golden.values(name));
    Bins bins = new Bins(golden.values("edges_" + name));
    double[][] moments = new double[values.length][];
    double[][] counts = new double[values.length][];
    double[][] shares = new double[values.length][];
    for (int model = 0; model < values.length; model++) {
      Moments m = Moments.of(values[model]);
      moments[model] = new double[] {m.mean(), m.deviation(), m.skewness()};
      int images = values[model].length;
      counts[model] = Arrays.stream(bins.counts(values[model])).asDoubleStream().toArray();
      shares[model] = Arrays.stream(counts[model]).map(count -> count / images).toArray();
    }
    comparison.compare("stat." + name, moments, golden.values("stat." + name));
    comparison.compare("count." + name, counts, golden.values("count." + name));
    comparison.compare("share." + name, shares, golden.values("share." + name));
  }

  static void accuracyByGap(GoldenCase golden, Comparison comparison) {
    double[][][] logits = golden.cube("logits");
    double[][] robust = golden.table("robust");
    Bins bins = new Bins(golden.values("edges"));
    List<AccuracyByGap> models = new ArrayList<>();
    double[][] gaps = new double[logits.length][];
    for (int model = 0; model < logits.length; model++) {
      gaps[model] = Arrays.stream(logits[model]).mapToDouble(LogitRanking::gap).toArray();
      boolean[] survived = new boolean[robust[model].length];
      for (int i = 0; i < survived.length; i++) {
        survived[i] = robust[model][i] == 1;
      }
      models.add(AccuracyByGap.of(gaps[model], survived, bins));
    }
    comparison.compare("gap", gaps, golden.values("gap"));
    int[] counts = models.stream().flatMapToInt(m -> Arrays.stream(m.counts())).toArray();
    comparison.compare("count", counts, golden.values("count"));
    comparison.compare(
        "accuracy",
        models.stream().map(AccuracyByGap::accuracies).toArray(double[][]::new),
        golden.values("accuracy"));
    Moments[] over =
        IntStream.range(0, bins.count())
            .mapToObj(bin -> AccuracyByGap.over(models, bin))
            .toArray(Moments[]::new);
    int[] filled =
        IntStream.range(0, bins.count())
            .map(bin -> (int) models.stream().filter(m -> m.counts()[bin] > 0).count())
            .toArray();
    comparison.compare(
        "mean", Arrays.stream(over).mapToDouble(Moments::mean).toArray(), golden.values("mean"));
    comparison.compare(
        "sd", Arrays.stream(over).mapToDouble(Moments::deviation).toArray(), golden.values("sd"));
    comparison.compare("models", filled, golden.values("models"));
  }

  static void rankDifference(GoldenCase golden, Comparison comparison) {
    double[][][] logits = golden.cube("logits");
    int[] labels = golden.integers("y");
    int classes = Arrays.stream(labels).max().orElse(0) + 1;
    double[][] confidence =
        Arrays.stream(logits).map(ConfidenceRanks::confidence).toArray(double[][]::new);
    int[][] ranks =
        Arrays.stream(confidence)
            .map(values -> ConfidenceRanks.ranks(values, labels))
            .toArray(int[][]::new);
    comparison.compare("confidence", confidence, golden.values("confidence"));
    comparison.compare(
        "rank", Arrays.stream(ranks).flatMapToInt(Arrays::stream).toArray(), golden.values("rank"));
    int[] group = golden.integers("group");
    double[][] pairs = golden.table("pairs");
    double[][] shares = new double[pairs.length][];
    List<List<double[]>> kinds = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int pair = 0; pair < pairs.length; pair++) {
      int a = (int) pairs[pair][0];
      int b = (int) pairs[pair][1];
      shares[pair] = ConfidenceRanks.displaced(ranks[a], ranks[b], labels, classes);
      kinds.get(group[a] + group[b]).add(shares[pair]);
    }
    comparison.compare("share", shares, golden.values("share"));
    String[] names = {"at_at", "at_st", "st_st"};
    for (int kind = 0; kind < names.length; kind++) {
      Moments moments =
          Moments.of(kinds.get(kind).stream().flatMapToDouble(Arrays::stream).toArray());
      String name = names[kind];
      comparison.compare("mean." + name, moments.mean(), golden.values("mean." + name));
      comparison.compare("sd." + name, moments.deviation(), golden.values("sd." + name));
    }
  }

  static void meanLogits(GoldenCase golden, Comparison comparison) {
    int[] labels = golden.integers("y");
    double[][] clean = golden.table("logits");
    MeanLogits means = MeanLogits.of(clean, labels);
    comparison.compare("mean", means.means(), golden.values("mean"));
    int[] wrong = means.ranksOfWrong(clean, labels);
    int[] attacked = means.ranksOfWrong(golden.table("logits_attacked"), labels);
    comparison.compare("count.clean", wrong, golden.values("count.clean"));
    comparison.compare("share.clean", MeanLogits.shares(wrong), golden.values("share.clean"));
    comparison.compare("count.attacked", attacked, golden.values("count.attacked"));
    comparison.compare(
        "share.attacked", MeanLogits.shares(attacked), golden.values("share.attacked"));
  }

  static void averageOverlap(GoldenCase golden, Comparison comparison) {
    double[][] a = golden.table("logits_a");
    double[][] b = golden.table("logits_b");
    int[] permutation = golden.integers("permutation");
    double[][] same = new double[a.length][];
    double[][] permuted = new double[a.length][];
    for (int i = 0; i < a.length; i++) {
      same[i] = LogitRanking.averageOverlap(a[i], b[i]);
      permuted[i] = LogitRanking.averageOverlap(a[i], b[permutation[i]]);
    }
    overlap(golden, comparison, "same", same);
    overlap(golden, comparison, "permuted", permuted);
  }

  private static void overlap(
      GoldenCase golden, Comparison comparison, String name, double[][] values) {
    comparison.compare(name + "_image", values, golden.values(name + "_image"));
    Moments[] columns =
        IntStream.range(0, values[0].length)
            .mapToObj(k -> Moments.of(Arrays.stream(values).mapToDouble(row -> row[k]).toArray()))
            .toArray(Moments[]::new);
    comparison.compare(
        name, Arrays.stream(columns).mapToDouble(Moments::mean).toArray(), golden.values(name));
    comparison.compare(
        name + "_sd",
        Arrays.stream(columns).mapToDouble(Moments::deviation).toArray(),
        golden.values(name + "_sd"));
  }

  static void neighbours(GoldenCase golden, Comparison comparison) {
    double[][] logits = golden.table("logits");
    List<LogitNeighbours> found =
        Arrays.stream(golden.integers("seeds"))
            .boxed()
            .flatMap(seed -> LogitNeighbours.of(logits, seed, (int) golden.number("k")).stream())
            .toList();
    comparison.compare(
        "neighbours",
        found.stream().mapToInt(LogitNeighbours::image).toArray(),
        golden.values("neighbours"));
    comparison.compare(
        "similarity",
        found.stream().mapToDouble(LogitNeighbours::similarity).toArray(),
        golden.values("similarity"));
  }
}
