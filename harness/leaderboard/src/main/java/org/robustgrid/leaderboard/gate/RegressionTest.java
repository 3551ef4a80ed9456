package org.robustgrid.leaderboard.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.robustgrid.leaderboard.statistics.RateRatio;
import org.robustgrid.leaderboard.statistics.SeedPermutationTest;
import org.robustgrid.leaderboard.statistics.SignFlipTest;
import org.robustgrid.leaderboard.statistics.TestableFamily;
import org.robustgrid.leaderboard.statistics.TestableFamily.Test;

/**
 * Decides which rows of a run got worse, in one family of tests. The same weights are compared
 * sample by sample; what was trained again is compared training by training, because another
 * training of the same defense is also broken on other samples. Findings of checks are compared in
 * the same way: a flag near its threshold may appear by chance. All tests of a run are one family,
 * in which Holm's correction is over those that could fail at all, so that the policy's level holds
 * for the run.
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

  /**
   * The increase that another training of the same defense may show, since true shares differ
   * between trainings.
   */
  private static final double RATIO = 2;

  private final GatePolicy policy;

  public RegressionTest(GatePolicy policy) {
    this.policy = policy;
  }

  /** What a check found in one row, before and after. */
  record Evidence(Suspicions baseline, Suspicions candidate) {}

  /**
   * The decisions.
   *
   * @param rates in the order given
   * @param evidence in the order given; failed where the candidate's is significantly worse
   */
  record Decisions(List<Decision> rates, List<Decision> evidence) {}

  /** Decides, in the order given. */
  public List<Decision> decide(List<Pair> pairs) {
    return decide(pairs, List.of()).rates();
  }

  /** Decides about rates and about what checks found, as one family. */
  Decisions decide(List<Pair> pairs, List<Evidence> evidence) {
    List<Method> methods = new ArrayList<>();
    List<Test> tests = new ArrayList<>();
    for (Pair pair : pairs) {
      Method method = method(pair);
      methods.add(method);
      if (method != Method.NONE) {
        tests.add(test(pair, method));
      }
    }
    evidence.forEach(e -> tests.add(test(e, method(e))));
    TestableFamily family = TestableFamily.of(tests, policy.level());
    List<Decision> rates = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < pairs.size(); i++) {
      Method method = methods.get(i);
      int test = method == Method.NONE ? -1 : next++;
      boolean tested = method == Method.SAME_WEIGHTS || test >= 0 && family.testable().get(test);
      rates.add(
          tested
              ? tested(pairs.get(i), method, tests.get(test).p(), family.adjusted().get(test))
              : untested(pairs.get(i), family.shared()));
    }
    List<Decision> found = new ArrayList<>();
    for (Evidence e : evidence) {
      found.add(
          decided(
              method(e),
              tests.get(next),
              family.adjusted().get(next),
              family.testable().get(next)));
      next++;
    }
    return new Decisions(rates, found);
  }

  private Decision decided(Method method, Test test, double adjusted, boolean testable) {
    boolean failed = adjusted <= policy.level();
    // trainings so few that no result of them could fail decide nothing
    boolean undecided = method == Method.SEEDS && !testable;
    return new Decision(
        failed ? Status.FAILED : undecided ? Status.INCONCLUSIVE : Status.PASSED,
        method,
        Optional.of(test.p()),
        Optional.of(adjusted),
        failed ? "more than in the baseline beyond chance" : "within chance of the baseline's");
  }

  private static Method method(Pair pair) {
    if (pair.baseline().isWithin(pair.candidate())) {
      return Method.SAME_WEIGHTS;
    }
    return enough(pair.baseline().rightByTraining(), pair.candidate().rightByTraining())
        ? Method.SEEDS
        : Method.NONE;
  }

  private static Method method(Evidence evidence) {
    if (evidence.baseline().isWithin(evidence.candidate())) {
      return Method.SAME_WEIGHTS;
    }
    return enough(
            evidence.baseline().unsuspectedByTraining(),
            evidence.candidate().unsuspectedByTraining())
        ? Method.SEEDS
        : Method.COUNTS;
  }

  private static boolean enough(int[] before, int[] after) {
    return before.length >= GatePolicy.SEEDS && after.length >= GatePolicy.SEEDS;
  }

  private static Test test(Pair pair, Method method) {
    return method == Method.SAME_WEIGHTS
        ? flips(pair.changes())
        : permutation(pair.baseline().rightByTraining(), pair.candidate().rightByTraining());
  }

  private static Test test(Evidence evidence, Method method) {
    Suspicions before = evidence.baseline();
    Suspicions after = evidence.candidate();
    return switch (method) {
      case SAME_WEIGHTS -> flips(before.lessThan(after));
      case SEEDS -> permutation(before.unsuspectedByTraining(), after.unsuspectedByTraining());
      default -> {
        // the same samples under every training: as many trainings of either side
        int trainings = Math.min(before.seeds().size(), after.seeds().size());
        int found = before.any(trainings);
        int asked = before.most(trainings);
        int foundNow = after.any(trainings);
        int askedNow = after.most(trainings);
        yield new Test(
            RateRatio.rise(found, asked, foundNow, askedNow, RATIO),
            RateRatio.least(found, asked, foundNow, askedNow, RATIO));
      }
    };
  }

  private static Test flips(int[] changes) {
    return new Test(SignFlipTest.drop(changes), SignFlipTest.least(changes));
  }

  private static Test permutation(int[] before, int[] after) {
    return new Test(
        SeedPermutationTest.drop(before, after),
        SeedPermutationTest.least(before.length, after.length));
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
        "lower, but it is not known whether beyond chance, from "
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
