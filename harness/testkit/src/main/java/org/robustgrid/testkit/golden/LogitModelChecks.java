package org.robustgrid.testkit.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToDoubleBiFunction;
import org.robustgrid.numerics.logit.LogitCrossings;
import org.robustgrid.numerics.logit.LogitModel;
import org.robustgrid.numerics.logit.LogitModel.Root;
import org.robustgrid.numerics.logit.LogitResponse;
import org.robustgrid.numerics.logit.LogitSurface;

/** Cases about the analytical model of logits. */
final class LogitModelChecks {

  private LogitModelChecks() {}

  static void model(GoldenCase golden, Comparison comparison) {
    int classes = (int) golden.number("classes");
    List<LogitModel> models =
        Arrays.stream(golden.values("beta"))
            .mapToObj(beta -> new LogitModel(classes, beta))
            .toList();
    comparison.compare(
        "a", models.stream().mapToDouble(LogitModel::a).toArray(), golden.values("a"));
    comparison.compare(
        "c", models.stream().mapToDouble(LogitModel::c).toArray(), golden.values("c"));
    comparison.compare(
        "printed.kappa",
        models.stream().mapToDouble(LogitModel::printedKappa).toArray(),
        golden.values("printed.kappa"));
    Roots roots = new Roots(golden, comparison, models);
    roots.compare("printed.f", LogitModel::printedRight);
    roots.compare("printed.g", LogitModel::printedLabel);
    roots.compare("printed.psi", LogitModel::printedOthers);
    int[] real = models.stream().mapToInt(m -> Double.isNaN(m.right(Root.PLUS)) ? 0 : 1).toArray();
    comparison.compare("f_real", real, golden.values("f_real"));
    roots.compare("f", LogitModel::right);
    roots.compare("g0", LogitModel::labelAlone);
    roots.compare("g", LogitModel::label);
    roots.compare("psi", LogitModel::others);
    roots.surrogate("f", 0, (m, root) -> m.rightSurrogate(m.right(root)));
    roots.surrogate("g0", 1, (m, root) -> m.wrongSurrogate(m.labelAlone(root), 0));
    roots.surrogate("g", 1, (m, root) -> m.wrongSurrogate(m.label(root), m.others(root)));
    roots.printed("printed_f", 0, (m, root) -> m.rightSurrogate(m.printedRight(root)));
    roots.printed(
        "printed_g", 1, (m, root) -> m.wrongSurrogate(m.printedLabel(root), m.printedOthers(root)));
  }

  /** Compares what is there for the plus and the minus root of each β. */
  private record Roots(GoldenCase golden, Comparison comparison, List<LogitModel> models) {

    /** What is not real is 0 in the vectors. */
    private void compare(String name, ToDoubleBiFunction<LogitModel, Root> value) {
      double[] values =
          models.stream()
              .flatMapToDouble(
                  m -> Arrays.stream(Root.values()).mapToDouble(r -> value.applyAsDouble(m, r)))
              .map(v -> Double.isNaN(v) ? 0 : v)
              .toArray();
      comparison.compare(name, values, golden.values(name));
    }

    private void surrogate(
        String name, int label, BiFunction<LogitModel, Root, double[]> surrogate) {
      compare("loss." + name, (m, r) -> m.thirdOrderLoss(surrogate.apply(m, r), label));
      printed(name, label, surrogate);
      double[][] curvature =
          models.stream()
              .flatMap(
                  m ->
                      Arrays.stream(Root.values())
                          .map(r -> curvature(m, label, surrogate.apply(m, r))))
              .toArray(double[][]::new);
      comparison.compare("curvature." + name, curvature, golden.values("curvature." + name));
    }

    private static double[] curvature(LogitModel model, int label, double[] surrogate) {
      if (Arrays.stream(surrogate).anyMatch(Double::isNaN)) {
        return new double[3];
      }
      double[] symmetric = model.symmetricCurvature(surrogate, label);
      return new double[] {model.leastCurvature(surrogate), symmetric[0], symmetric[1]};
    }

    private void printed(String name, int label, BiFunction<LogitModel, Root, double[]> surrogate) {
      compare("xe." + name, (m, r) -> LogitModel.crossEntropy(surrogate.apply(m, r), label));
      compare("allowed." + name, (m, r) -> allowed(surrogate.apply(m, r)));
    }

    /** Whether class 0 has the largest logit. */
    private static double allowed(double[] surrogate) {
      return Arrays.stream(surrogate, 1, surrogate.length).allMatch(z -> surrogate[0] > z) ? 1 : 0;
    }
  }

  static void thresholds(GoldenCase golden, Comparison comparison) {
    int classes = (int) golden.number("classes");
    double[] range = golden.numbers("range");
    comparison.compare("poles", LogitCrossings.poles(classes), golden.values("poles"));
    comparison.compare("f_limit", LogitCrossings.rightLimit(classes), golden.values("f_limit"));
    List<double[]> rows = new ArrayList<>();
    for (LogitCrossings crossing : LogitCrossings.of(classes, range[0], range[1])) {
      rows.add(
          new double[] {
            crossing.derived() ? 1 : 0,
            crossing.pair().ordinal(),
            crossing.root().sign(),
            crossing.beta()
          });
    }
    comparison.compare("crossings", rows.toArray(double[][]::new), golden.values("crossings"));
  }

  static void surface(GoldenCase golden, Comparison comparison) {
    LogitSurface surface =
        new LogitSurface(
            (int) golden.number("classes"),
            golden.number("error_rate"),
            golden.number("omega_ok"),
            golden.number("omega_wrong"));
    double[] right = golden.values("beta_ok");
    double[] wrong = golden.values("beta_wrong");
    for (Root root : Root.values()) {
      String prefix = root == Root.PLUS ? "plus." : "minus.";
      comparison.compare(
          prefix + "xe",
          grid(right, wrong, (r, w) -> surface.crossEntropy(r, w, root)),
          golden.values(prefix + "xe"));
      for (boolean derived : new boolean[] {false, true}) {
        String suffix = derived ? ".derived" : ".printed";
        comparison.compare(
            prefix + "gap_change" + suffix,
            grid(right, wrong, (r, w) -> surface.gapChange(r, w, root, derived)),
            golden.values(prefix + "gap_change" + suffix));
        comparison.compare(
            prefix + "ratio" + suffix,
            grid(right, wrong, (r, w) -> surface.ratio(r, w, root, derived)),
            golden.values(prefix + "ratio" + suffix));
      }
    }
  }

  private static double[][] grid(
      double[] right, double[] wrong, ToDoubleBiFunction<Double, Double> value) {
    double[][] grid = new double[right.length][wrong.length];
    for (int i = 0; i < right.length; i++) {
      for (int j = 0; j < wrong.length; j++) {
        grid[i][j] = value.applyAsDouble(right[i], wrong[j]);
      }
    }
    return grid;
  }

  static void response(GoldenCase golden, Comparison comparison) {
    LogitResponse response =
        LogitResponse.of(golden.table("X"), golden.table("Z"), golden.number("lambda"));
    double epsilon = golden.number("eps");
    comparison.compare("omega", response.omega(), golden.values("omega"));
    double[][] changes =
        Arrays.stream(golden.integers("y"))
            .mapToObj(label -> response.change(epsilon, label))
            .toArray(double[][]::new);
    comparison.compare("delta_z", changes, golden.values("delta_z"));
    comparison.compare("gap_change", response.gapChange(epsilon), golden.values("gap_change"));
  }
}
