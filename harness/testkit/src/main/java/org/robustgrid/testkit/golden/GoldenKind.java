package org.robustgrid.testkit.golden;

import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A kind of case: how it is checked and how exactly it must match.
 *
 * @param check runs the case through the project's classes
 * @param tolerance absolute, in double
 * @param floatTolerance relative to the array's largest value, in float; infinite for trajectories,
 *     which rounding may part, so that there only NaN fails
 */
record GoldenKind(Check check, double tolerance, double floatTolerance) {

  /** Checks one case. */
  @FunctionalInterface
  interface Check {
    void run(GoldenCase golden, Comparison comparison);
  }

  private static final double SINGLE = 1e-4;
  private static final double DIVERGENCE = 1e-3;

  /** Every kind that is known, by the name in {@code case.json}. */
  static final Map<String, GoldenKind> ALL = new TreeMap<>();

  static {
    evaluation("forward", ModelChecks::forward, 1e-9, SINGLE);
    trajectory("pgd", AttackChecks::pgd, 1e-9);
    trajectory("apgd", AttackChecks::apgd, 1e-6);
    trajectory("fab", AttackChecks::boundary, 1e-6);
    evaluation("pag", ObjectiveChecks::alignment, 1e-8, SINGLE);
    evaluation("trades", ObjectiveChecks::trades, 1e-8, DIVERGENCE);
    evaluation("kl-gradient", ModelChecks::divergence, 1e-8, DIVERGENCE);
    evaluation("distill", ObjectiveChecks::distillation, 1e-8, DIVERGENCE);
    evaluation("jeat", ObjectiveChecks::jointEnergy, 1e-8, SINGLE);
    trajectory("sgld", EnergyChecks::langevin, 1e-9);
    evaluation("fisher", EnergyChecks::fisher, 1e-8, SINGLE);
    evaluation("boltzmann", EnergyChecks::boltzmann, 1e-9, SINGLE);
    evaluation("certificate", LogitChecks::certificate, 1e-9, SINGLE);
    evaluation("ece", LogitChecks::calibration, 1e-9, SINGLE);
    evaluation("logits", LogitChecks::statistics, 1e-9, SINGLE);
    evaluation("logit-manipulation", LogitChecks::manipulation, 1e-9, SINGLE);
  }

  private static void evaluation(String kind, Check check, double tolerance, double single) {
    ALL.put(kind, new GoldenKind(check, tolerance, single));
  }

  private static void trajectory(String kind, Check check, double tolerance) {
    ALL.put(kind, new GoldenKind(check, tolerance, Double.POSITIVE_INFINITY));
  }

  double tolerance(DataType precision) {
    return precision == DataType.FLOAT ? floatTolerance : tolerance;
  }
}
