package org.robustgrid.leaderboard.gate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.Sign;
import org.robustgrid.leaderboard.Signs;

/**
 * What a check found in one row, whether that led to a flag or not.
 *
 * @param seeds of the trainings
 * @param weights hash of each training's weights
 * @param found by seed: how often each sample spoke against the evaluation
 * @param asked by seed: how many samples were looked at
 */
record Suspicions(
    List<Long> seeds,
    List<String> weights,
    List<Map<Integer, Integer>> found,
    List<Integer> asked) {

  /** What a sign is about: a check, and the attack's label or nothing. */
  record Subject(String check, String attack) implements Comparable<Subject> {

    @Override
    public int compareTo(Subject other) {
      int byCheck = check.compareTo(other.check);
      return byCheck != 0 ? byCheck : attack.compareTo(other.attack);
    }
  }

  Suspicions {
    seeds = List.copyOf(seeds);
    weights = List.copyOf(weights);
    found = List.copyOf(found);
    asked = List.copyOf(asked);
  }

  /** All that a row is tested for, as far as every seed of it was asked. */
  static Map<Subject, Suspicions> of(Signs signs, Board board, Row row) {
    List<SeedResult> trained =
        row.perSeed().stream()
            .filter(seed -> seed.weightHash() != null && seed.clean() != null)
            .toList();
    Map<Subject, List<Map<Integer, Integer>>> found = new TreeMap<>();
    Map<Subject, List<Integer>> asked = new TreeMap<>();
    for (SeedResult seed : trained) {
      Map<Subject, Map<Integer, Integer>> bySubject = new TreeMap<>();
      Map<Subject, Integer> most = new TreeMap<>();
      for (Sign sign : signs.of(board, row, seed)) {
        Subject subject = new Subject(sign.check(), sign.attack());
        Map<Integer, Integer> samples = bySubject.computeIfAbsent(subject, s -> new TreeMap<>());
        sign.samples().forEach(sample -> samples.merge(sample, 1, Integer::sum));
        most.merge(subject, sign.asked(), Math::max);
      }
      bySubject.forEach(
          (subject, samples) -> {
            found.computeIfAbsent(subject, s -> new ArrayList<>()).add(samples);
            asked.computeIfAbsent(subject, s -> new ArrayList<>()).add(most.get(subject));
          });
    }
    Map<Subject, Suspicions> all = new TreeMap<>();
    found.forEach(
        (subject, samples) -> {
          if (samples.size() == trained.size()) {
            all.put(
                subject,
                new Suspicions(
                    trained.stream().map(SeedResult::seed).toList(),
                    trained.stream().map(SeedResult::weightHash).toList(),
                    samples,
                    asked.get(subject)));
          }
        });
    return all;
  }

  /** Whether another side has every one of these models, under the same seed. */
  boolean isWithin(Suspicions other) {
    return IntStream.range(0, seeds.size()).allMatch(i -> other.at(i, this).isPresent());
  }

  private Optional<Integer> at(int i, Suspicions other) {
    int there = seeds.indexOf(other.seeds.get(i));
    return there >= 0 && weights.get(there).equals(other.weights.get(i))
        ? Optional.of(there)
        : Optional.empty();
  }

  /** By sample: how often it spoke against the evaluation here, less how often there. */
  int[] lessThan(Suspicions candidate) {
    Map<Integer, Integer> differences = new TreeMap<>();
    for (int i = 0; i < seeds.size(); i++) {
      int there = candidate.at(i, this).orElseThrow();
      found.get(i).forEach((sample, times) -> differences.merge(sample, times, Integer::sum));
      candidate
          .found
          .get(there)
          .forEach((sample, times) -> differences.merge(sample, -times, Integer::sum));
    }
    return differences.values().stream().mapToInt(Integer::intValue).toArray();
  }

  /** By training how many samples spoke for the evaluation; the same weights count once. */
  int[] unsuspectedByTraining() {
    Set<String> seen = new HashSet<>();
    return IntStream.range(0, seeds.size())
        .filter(i -> seen.add(weights.get(i)))
        .map(i -> -found.get(i).size())
        .toArray();
  }

  /** How many samples spoke against the evaluation under any of the first trainings. */
  int any(int trainings) {
    Set<Integer> any = new HashSet<>();
    found.subList(0, trainings).forEach(samples -> any.addAll(samples.keySet()));
    return any.size();
  }

  /** How many samples were looked at under the first trainings, at most. */
  int most(int trainings) {
    return Math.max(
        any(trainings), asked.subList(0, trainings).stream().max(Integer::compare).orElse(0));
  }

  /** Share of suspicious answers over all trainings. */
  double share() {
    double all = asked.stream().mapToInt(Integer::intValue).sum();
    return all == 0 ? 0 : found.stream().mapToInt(Map::size).sum() / all;
  }
}
