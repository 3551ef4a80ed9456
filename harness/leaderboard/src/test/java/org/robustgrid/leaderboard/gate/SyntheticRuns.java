package org.robustgrid.leaderboard.gate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.robustgrid.leaderboard.gate.RegressionTest.Evidence;
import org.robustgrid.leaderboard.gate.RegressionTest.Pair;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.leaderboard.statistics.Outcomes;

/** Draws rows before and after from models whose truth is known. */
final class SyntheticRuns {

  private final SplittableRandom random;

  SyntheticRuns(long seed) {
    random = new SplittableRandom(seed);
  }

  /**
   * The same weights judged twice: each sample is lost or gained on its own.
   *
   * @param lost probability that a sample is right before and wrong after
   * @param gained the other way round
   */
  Pair sameWeights(int samples, double lost, double gained) {
    boolean[] before = new boolean[samples];
    boolean[] after = new boolean[samples];
    for (int i = 0; i < samples; i++) {
      double u = random.nextDouble();
      boolean changed = u < lost + gained;
      before[i] = changed ? u < lost : random.nextDouble() < 0.7;
      after[i] = before[i] != changed;
    }
    return new Pair(side("w", List.of(Bits.of(before))), side("w", List.of(Bits.of(after))));
  }

  /**
   * A defense trained several times before and after.
   *
   * @param spread standard deviation of the trainings' true rates
   * @param drop by which every training after is worse
   */
  Pair retrained(int samples, int seeds, double spread, double drop) {
    double[] rates = random.doubles(samples).map(u -> 1 - u * u * u).toArray();
    List<Bits> before = trainings(rates, seeds, spread, 0);
    return new Pair(side("old", before), side("new", trainings(rates, seeds, spread, drop)));
  }

  /** The same, passed off as the same weights: what a gate blind to seeds would test. */
  Pair mistakenForSameWeights(int samples, double spread) {
    Pair pair = retrained(samples, 1, spread, 0);
    return new Pair(
        side("w", pair.baseline().outcomes().bits()),
        side("w", pair.candidate().outcomes().bits()));
  }

  /**
   * What a check finds in one model before and after, each answer on its own.
   *
   * @param trainings of either side; 0 for the same weights
   * @param asked samples of each training
   * @param share probability that a sample speaks against the evaluation
   * @param spread by which trainings' shares differ at most, either way
   */
  Evidence evidence(int trainings, int asked, double share, double spread) {
    return new Evidence(
        suspicions(trainings == 0 ? "w" : "old", Math.max(1, trainings), asked, share, spread),
        suspicions(trainings == 0 ? "w" : "new", Math.max(1, trainings), asked, share, spread));
  }

  /** The same weights, whose gradients vanish on every sample after. */
  Evidence masked(int asked) {
    return new Evidence(suspicions("w", 1, asked, 0, 0), suspicions("w", 1, asked, 1, 0));
  }

  private Suspicions suspicions(
      String weights, int trainings, int asked, double share, double spread) {
    List<Map<Integer, Integer>> found = new ArrayList<>();
    List<Long> seeds = new ArrayList<>();
    List<String> hashes = new ArrayList<>();
    for (int seed = 0; seed < trainings; seed++) {
      double probability = share + spread * (2 * random.nextDouble() - 1);
      Map<Integer, Integer> samples = new TreeMap<>();
      for (int i = 0; i < asked; i++) {
        if (random.nextDouble() < probability) {
          samples.put(i, 1);
        }
      }
      found.add(samples);
      seeds.add((long) seed);
      hashes.add(weights + seed);
    }
    return new Suspicions(seeds, hashes, found, Collections.nCopies(trainings, asked));
  }

  /** Rows of one run. */
  static List<Pair> rows(int count, Supplier<Pair> row) {
    List<Pair> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row.get());
    }
    return rows;
  }

  private List<Bits> trainings(double[] rates, int seeds, double spread, double drop) {
    List<Bits> bits = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      // a sum of three uniform variables is as good as normal here, and cheap
      double normal = 2 * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5);
      double shift = spread * normal - drop;
      bits.add(Bits.of(rates.length, i -> random.nextDouble() < rates[i] + shift));
    }
    return bits;
  }

  private static Trainings side(String weights, List<Bits> bits) {
    List<Long> seeds = new ArrayList<>();
    List<String> hashes = new ArrayList<>();
    for (int seed = 0; seed < bits.size(); seed++) {
      seeds.add((long) seed);
      hashes.add(weights + seed);
    }
    return new Trainings(seeds, hashes, new Outcomes(bits));
  }
}
