package org.robustgrid.leaderboard.strength;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.robustgrid.leaderboard.Leaderboard.Passes;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.State;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.leaderboard.statistics.Interval;
import org.robustgrid.leaderboard.statistics.Intervals;
import org.robustgrid.leaderboard.strength.AttackStrength.Price;

/**
 * Counts what attacks break, in the mean over seeds of a row and then over rows. Neither makes more
 * samples: intervals are Wilson's of the mean count among the samples.
 */
final class StrengthCount {

  private static final double THOUSAND = 1000;

  private final List<String> attacks;
  private final int samples;
  private final List<List<Seed>> rows = new ArrayList<>();

  /** Outcome bits of one seed, of the samples that every attack was run on. */
  private record Seed(
      Bits clean,
      Map<String, Bits> surviving,
      Map<String, Double> passes,
      Map<String, Broken> broken) {

    Bits broken(String attack) {
      return clean.andNot(surviving.get(attack));
    }

    /** Survivors of every attack but one. */
    Bits without(String attack) {
      Bits left = clean;
      for (Map.Entry<String, Bits> other : surviving.entrySet()) {
        left = other.getKey().equals(attack) ? left : left.and(other.getValue());
      }
      return left;
    }
  }

  /**
   * How fast an attack breaks the samples that it was run on, which may be more than all attacks
   * were.
   *
   * @param clean how many are right without attack
   * @param samples how many there are
   * @param within how many are broken, by passes of each
   */
  private record Broken(int clean, int samples, SortedMap<Long, Integer> within) {

    double left(long passes) {
      SortedMap<Long, Integer> sooner = within.headMap(passes + 1);
      int broken = sooner.isEmpty() ? 0 : sooner.get(sooner.lastKey());
      return (clean - broken) / (double) samples;
    }
  }

  /**
   * A count over rows.
   *
   * @param rows that {@linkplain #countable can be counted}, at least one
   * @param attacks their labels
   */
  StrengthCount(List<Row> rows, Collection<String> attacks) {
    this.attacks = List.copyOf(new TreeSet<>(attacks));
    this.samples =
        rows.stream()
            .flatMap(row -> row.perSeed().stream())
            .mapToInt(seed -> seed.worst().length())
            .min()
            .orElseThrow();
    rows.forEach(row -> this.rows.add(row.perSeed().stream().map(this::seed).toList()));
  }

  private Seed seed(SeedResult result) {
    Map<String, Bits> surviving = new TreeMap<>();
    Map<String, Double> passes = new TreeMap<>();
    Map<String, Broken> broken = new TreeMap<>();
    for (String attack : attacks) {
      surviving.put(attack, result.attacks().get(attack).first(samples));
      Passes of = result.cells().get(attack).passes();
      passes.put(attack, of.forward() + of.backward());
      SortedMap<Long, Integer> within = result.cells().get(attack).brokenWithin();
      if (within != null) {
        int all = result.attacks().get(attack).length();
        broken.put(attack, new Broken(result.clean().first(all).count(), all, within));
      }
    }
    return new Seed(result.clean().first(samples), surviving, passes, broken);
  }

  /** Whether each seed of a row has outcomes and passes of every one of some attacks. */
  static boolean countable(Row row, Collection<String> attacks) {
    return !row.perSeed().isEmpty()
        && row.perSeed().stream()
            .allMatch(
                seed ->
                    seed.worst() != null
                        && seed.worst().length() > 0
                        && attacks.stream().allMatch(attack -> measured(seed, attack)));
  }

  private static boolean measured(SeedResult seed, String attack) {
    return seed.attacks().containsKey(attack)
        && seed.cells() != null
        && seed.cells().containsKey(attack)
        && seed.cells().get(attack).status() == State.COMPLETE
        && seed.cells().get(attack).passes() != null;
  }

  /** The count with the order in which the next attack breaks most of what is left per pass. */
  Strength best() {
    return new Strength(samples, clean(), strengths(), order(Optional.empty()));
  }

  /** The count with attacks in a given order. */
  Strength along(List<String> order) {
    return new Strength(samples, clean(), strengths(), order(Optional.of(order)));
  }

  private Rate clean() {
    return share(mean(seed -> seed.clean().count()));
  }

  private List<AttackStrength> strengths() {
    double right = mean(seed -> seed.clean().count());
    List<AttackStrength> all = new ArrayList<>();
    for (String attack : attacks) {
      double passes = mean(seed -> seed.passes().get(attack) * seed.clean().count());
      Rate broken = share(mean(seed -> seed.broken(attack).count()));
      Rate alone =
          share(mean(seed -> seed.without(attack).andNot(seed.surviving().get(attack)).count()));
      double factor = THOUSAND * samples / passes;
      Price price =
          passes == 0
              ? null
              : new Price(factor * broken.rate(), factor * broken.low(), factor * broken.high());
      all.add(
          new AttackStrength(
              attack, right == 0 ? 0 : passes / right, broken, alone, price, left(attack)));
    }
    all.sort(
        Comparator.comparingDouble((AttackStrength of) -> -of.alone().rate())
            .thenComparingDouble(of -> of.price() == null ? 0 : -of.price().samples())
            .thenComparing(AttackStrength::attack));
    return all;
  }

  /**
   * What is left by passes of a sample, from none on, of the samples that the attack was run on;
   * empty where a seed does not say.
   */
  private SortedMap<Long, Rate> left(String attack) {
    List<Seed> seeds = rows.stream().flatMap(List::stream).toList();
    SortedMap<Long, Rate> left = new TreeMap<>();
    if (seeds.stream().allMatch(seed -> seed.broken().containsKey(attack))) {
      TreeSet<Long> passes = new TreeSet<>(List.of(0L));
      seeds.forEach(seed -> passes.addAll(seed.broken().get(attack).within().keySet()));
      for (long most : passes) {
        left.put(most, share(samples * mean(seed -> seed.broken().get(attack).left(most))));
      }
    }
    return left;
  }

  /**
   * Attacks one after another, each on the survivors of those before. The best order is that of the
   * greedy rule for the pipelined set cover problem (Munagala, Babu, Motwani and Widom 2005), whose
   * cost is at most four times the least; it ends where no attack breaks more.
   */
  private List<OrderedAttack> order(Optional<List<String>> given) {
    Map<Seed, Bits> alive = new IdentityHashMap<>();
    rows.forEach(row -> row.forEach(seed -> alive.put(seed, seed.clean())));
    List<String> left = new ArrayList<>(given.orElse(attacks));
    List<OrderedAttack> order = new ArrayList<>();
    double passes = 0;
    while (!left.isEmpty()) {
      Optional<String> next = given.isPresent() ? Optional.of(left.get(0)) : steepest(left, alive);
      if (next.isEmpty()) {
        break;
      }
      String attack = next.get();
      left.remove(attack);
      passes += cost(attack, alive) / samples;
      double more = gain(attack, alive);
      alive.replaceAll((seed, bits) -> bits.and(seed.surviving().get(attack)));
      order.add(
          new OrderedAttack(
              attack, share(more), passes, share(mean(seed -> alive.get(seed).count()))));
    }
    return order;
  }

  /** Of those that break anything the one that breaks most per pass; the first of equals. */
  private Optional<String> steepest(List<String> among, Map<Seed, Bits> alive) {
    String best = null;
    for (String attack : among) {
      double gain = gain(attack, alive);
      if (gain > 0
          && (best == null || gain * cost(best, alive) > gain(best, alive) * cost(attack, alive))) {
        best = attack;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Samples that an attack breaks of those alive. */
  private double gain(String attack, Map<Seed, Bits> alive) {
    return mean(seed -> alive.get(seed).andNot(seed.surviving().get(attack)).count());
  }

  /** Passes of an attack on those alive, each at the attack's mean. */
  private double cost(String attack, Map<Seed, Bits> alive) {
    return mean(seed -> seed.passes().get(attack) * alive.get(seed).count());
  }

  private double mean(ToDoubleFunction<Seed> of) {
    double sum = 0;
    for (List<Seed> seeds : rows) {
      double row = 0;
      for (Seed seed : seeds) {
        row += of.applyAsDouble(seed);
      }
      sum += row / seeds.size();
    }
    return sum / rows.size();
  }

  private Rate share(double count) {
    double most = Math.min(count, samples);
    Interval interval = Intervals.wilson(most, samples, Intervals.CONFIDENCE);
    return new Rate(most / samples, interval, null);
  }
}
