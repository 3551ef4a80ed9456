package org.robustgrid.leaderboard.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's correction over those tests of a family that could reject at all (Tarone 1990, Biometrics
 * 46:515–522). An exact test cannot have a p-value below a least one that its margins allow: one of
 * two results without a difference never rejects. The margins say nothing of which side is better,
 * so that tests may be left out by them, and the rest keeps the level of the whole family.
 *
 * @param adjusted p-values, in the order given; above the level where a test could not reject
 * @param testable whether a test could reject
 * @param shared among how many tests the level is shared
 */
public record TestableFamily(List<Double> adjusted, List<Boolean> testable, int shared) {

  public TestableFamily {
    adjusted = List.copyOf(adjusted);
    testable = List.copyOf(testable);
  }

  /**
   * A test's outcome.
   *
   * @param p in [0, 1]
   * @param least the smallest p that was possible given the test's margins, at most p
   */
  public record Test(double p, double least) {}

  /**
   * Corrects.
   *
   * @param level of the whole family, in (0, 1)
   */
  public static TestableFamily of(List<Test> tests, double level) {
    int shared = 1;
    while (count(tests, level / shared) > shared) {
      shared++;
    }
    double share = level / shared;
    List<Boolean> testable = tests.stream().map(test -> test.least() <= share).toList();
    List<Double> corrected =
        Holm.adjust(
            IntStream.range(0, tests.size())
                .filter(testable::get)
                .mapToObj(i -> tests.get(i).p())
                .toList());
    List<Double> adjusted = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < tests.size(); i++) {
      adjusted.add(
          testable.get(i) ? corrected.get(next++) : Math.min(1, shared * tests.get(i).p()));
    }
    return new TestableFamily(adjusted, testable, shared);
  }

  private static long count(List<Test> tests, double share) {
    return tests.stream().filter(test -> test.least() <= share).count();
  }
}
