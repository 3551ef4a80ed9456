package org.robustgrid.leaderboard.gate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.robustgrid.leaderboard.statistics.Outcomes;

/**
 * What one row's trainings did in one column.
 *
 * @param seeds of the trainings
 * @param weights hash of each training's weights
 * @param outcomes of each training, all on the same samples
 */
public record Trainings(List<Long> seeds, List<String> weights, Outcomes outcomes) {

  public Trainings {
    seeds = List.copyOf(seeds);
    weights = List.copyOf(weights);
    if (seeds.size() != outcomes.seeds() || weights.size() != outcomes.seeds()) {
      throw new IllegalArgumentException(
          outcomes.seeds() + " outcomes of " + seeds.size() + " seeds");
    }
  }

  /** Whether another side has every one of these models, under the same seed. */
  boolean isWithin(Trainings other) {
    for (int i = 0; i < seeds.size(); i++) {
      int there = other.seeds.indexOf(seeds.get(i));
      if (there < 0 || !other.weights.get(there).equals(weights.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The trainings that another side has, too; this side has them all. */
  Trainings only(Trainings other) {
    return new Trainings(
        other.seeds,
        other.weights,
        new Outcomes(
            other.seeds.stream().map(seed -> outcomes.bits().get(seeds.indexOf(seed))).toList()));
  }

  /** The outcomes of the first samples. */
  Trainings first(int samples) {
    return new Trainings(seeds, weights, outcomes.first(samples));
  }

  /** How many samples each training gets right; the same weights count once. */
  int[] rightByTraining() {
    Set<String> seen = new HashSet<>();
    return IntStream.range(0, seeds.size())
        .filter(i -> seen.add(weights.get(i)))
        .map(outcomes::right)
        .toArray();
  }
}
