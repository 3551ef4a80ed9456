package org.robustgrid.core.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.robustgrid.core.statistics.Holm;
import org.robustgrid.core.statistics.SeedPermutationTest;
import org.robustgrid.core.statistics.SignFlipTest;

/**
 * Decides for all rows of a run at once which got worse. The same weights are compared sample by
 * sample; what was trained again is compared training by training, because another training of the
 * same defense falls on other samples, too. The tests of a run are one family, corrected by Holm,
 * so that the policy's level holds for the run.
 */
public final class RegressionTest {

  /** One row in one column, before and after, on the same samples. */
  public record Pair(Trainings baseline, Trainings candidate) {

    /** Of a candidate with the baseline's models and further seeds, those models are compared. */
    public Pair {
      if (baseline.isWithin(candidate)) {
        candidate = candidate.only(baseline);
      }
      if (baseline.outcomes().samples() != candidate.outcomes().samples()) {
        throw new IllegalArgumentException("outcomes of different samples");
      }
    }

    double drop() {
      return baseline.outcomes().rate() - candidate.outcomes().rate();
    }

    /** By sample: under how many seeds it is right now, less under how many it was. */
    int[] changes() {
      int[] changes = candidate.outcomes().rightBySample();
      int[] before = baseline.outcomes().rightBySample();
      for (int i = 0; i < changes.length; i++) {
        changes[i] -= before[i];
      }
      return changes;
    }
  }

  private final GatePolicy policy;

  public RegressionTest(GatePolicy policy) {
    this.policy = policy;
  }

  /** Decides, in the order given. */
  public List<Decision> decide(List<Pair> pairs) {
    List<Method> methods = pairs.stream().map(RegressionTest::test).toList();
    int family = (int) methods.stream().filter(m -> m != Method.NONE).count();
    List<Optional<Double>> tests = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      tests.add(p(pairs.get(i), methods.get(i), family));
    }
    List<Double> adjusted = Holm.adjust(tests.stream().flatMap(Optional::stream).toList());
    List<Decision> decisions = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < pairs.size(); i++) {
      decisions.add(
          tests.get(i).isPresent()
              ? tested(pairs.get(i), methods.get(i), tests.get(i).get(), adjusted.get(next++))
              : untested(pairs.get(i), family));
    }
    return decisions;
  }

  private static Method test(Pair pair) {
    if (pair.baseline().isWithin(pair.candidate())) {
      return Method.SAME_WEIGHTS;
    }
    boolean enough =
        pair.baseline().rightByTraining().length >= GatePolicy.SEEDS
            && pair.candidate().rightByTraining().length >= GatePolicy.SEEDS;
    return enough ? Method.SEEDS : Method.NONE;
  }

  /** The test's p-value; empty where none is possible, or none so small that it could fail. */
  private Optional<Double> p(Pair pair, Method method, int family) {
    return switch (method) {
      case SAME_WEIGHTS -> Optional.of(SignFlipTest.drop(pair.changes()));
      case SEEDS ->
          least(pair) <= policy.level() / family
              ? Optional.of(
                  SeedPermutationTest.drop(
                      pair.baseline().rightByTraining(), pair.candidate().rightByTraining()))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static double least(Pair pair) {
    return SeedPermutationTest.least(
        pair.baseline().rightByTraining().length, pair.candidate().rightByTraining().length);
  }

  private Decision tested(Pair pair, Method method, double p, double adjusted) {
    boolean failed = adjusted <= policy.level();
    String reason =
        failed ? "worse beyond chance" : pair.drop() > 0 ? "lower, but within chance" : "not lower";
    return new Decision(
        failed ? Status.FAILED : Status.PASSED,
        method,
        Optional.of(p),
        Optional.of(adjusted),
        reason);
  }

  private Decision untested(Pair pair, int family) {
    if (pair.drop() <= 0) {
      return decision(Status.PASSED, Method.NONE, "not lower");
    }
    if (policy.margin().isPresent()) {
      boolean failed = pair.drop() > policy.margin().get();
      String than = failed ? "more than" : "within";
      return decision(
          failed ? Status.FAILED : Status.PASSED,
          Method.MARGIN,
          than + " the margin of " + points(policy.margin().get()) + " points");
    }
    int before = pair.baseline().rightByTraining().length;
    int after = pair.candidate().rightByTraining().length;
    boolean few = before < GatePolicy.SEEDS || after < GatePolicy.SEEDS;
    String why =
        few
            ? "a test needs " + GatePolicy.SEEDS + " trainings a side"
            : "no result of so few trainings could fail among " + family + " tests";
    return decision(
        Status.INCONCLUSIVE,
        Method.NONE,
        "lower, and whether beyond chance cannot be told from "
            + before
            + " and "
            + after
            + " trainings: "
            + why
            + "; run more seeds, or declare a margin in the policy");
  }

  private static Decision decision(Status status, Method method, String reason) {
    return new Decision(status, method, Optional.empty(), Optional.empty(), reason);
  }

  private static String points(double fraction) {
    return String.format(Locale.ROOT, "%.1f", 100 * fraction);
  }
}
