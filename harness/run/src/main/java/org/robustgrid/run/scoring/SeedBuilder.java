package org.robustgrid.run.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.robustgrid.leaderboard.Checks;
import org.robustgrid.leaderboard.Column;
import org.robustgrid.leaderboard.Leaderboard.Cell;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Leaderboard.Passes;
import org.robustgrid.leaderboard.Rates;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.State;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.leaderboard.statistics.Moments;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.CellFailure;
import org.robustgrid.run.cell.CertificationResult;
import org.robustgrid.run.cell.ClaimResult;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.cell.ModelResult;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedModel;

/** Collects one model's results under one threat model; missing results stay missing. */
final class SeedBuilder {

  private final PlannedModel model;
  private final BoardSamples samples;
  private final List<Flag> flags = new ArrayList<>();
  private final Map<String, Bits> attacks = new TreeMap<>();
  private final Map<String, List<Double>> distances = new TreeMap<>();
  private final Map<String, Cell> cells = new TreeMap<>();
  private final Map<String, List<Bits>> protocols = new TreeMap<>();
  private final Map<String, Column> columns = new TreeMap<>();
  private final List<Map.Entry<String, ClaimResult>> claims = new ArrayList<>();
  private boolean claimed;
  private String resubmissions;
  private ModelResult trained;
  private CleanResult clean;
  private Map<String, Bits> certified;
  private Cell certification;
  private Checks checks;
  private boolean failed;
  private boolean incomplete;
  private boolean uncertified;

  SeedBuilder(PlannedModel model, BoardSamples samples) {
    this.model = model;
    this.samples = samples;
  }

  void trained(ModelResult result) {
    trained = result;
    fewerAtOnce("", "training: ", result.microBatch());
  }

  void clean(CleanResult result) {
    clean = result;
    notFinite("", result.notFinite().size());
    fewerAtOnce("", "", result.microBatch());
  }

  /** Something before the attacks has no result. */
  void without(String kind, Optional<CellFailure> failure) {
    if (failure.isPresent()) {
      failed = true;
      flags.add(new Flag(kind, "", seeded(failure.get().message())));
    } else {
      incomplete = true;
    }
  }

  /** Adds a finished attack. */
  void attack(PlannedAttack attack, AttackCellResult result) {
    String label = attack.label();
    attacks.put(label, samples.of(result.robust()));
    OptionalDouble median = Moments.median(normsOfBroken(result));
    cells.put(
        label,
        new Cell(
            result.key(),
            State.COMPLETE,
            null,
            passes(result),
            median.isPresent() ? median.getAsDouble() : null,
            result.aim() == null ? null : result.aim().tried(),
            result.aim() == null ? null : result.aim().reached(),
            result.foundBy(),
            BrokenWithin.of(result.brokenAfter())));
    notFinite(
        label, result.notFinite().size() - clean.notFiniteOfFirst(result.robust().length()).size());
    fewerAtOnce(label, "", result.microBatch());
    if (result.vanished() > 0) {
      flags.add(
          new Flag(
              "vanished-gradient",
              label,
              seeded(
                  String.format(
                      Locale.ROOT,
                      "the gradient was exactly zero or not finite on %d of %d attacked samples,"
                          + " at images that the model gets right; attacks by gradients are blind"
                          + " there",
                      result.vanished(),
                      result.attacked()))));
    }
  }

  /**
   * Adds how an attack came out under another protocol.
   *
   * @param protocol name of its column
   */
  void protocol(String protocol, Bits bits) {
    protocols.computeIfAbsent(protocol, name -> new ArrayList<>()).add(samples.of(bits));
  }

  /**
   * Adds how an attack came out as its images were resubmitted.
   *
   * @param times how often each
   */
  void resubmissions(int times, Bits bits) {
    resubmissions = Column.resubmissions(times);
    protocol(resubmissions, bits);
  }

  /**
   * Adds what claimed images do: a sample stands only if it survives every attack and every claim.
   *
   * @param by who claims it
   */
  void claim(String by, ClaimResult result) {
    claims.add(Map.entry(by, result));
  }

  boolean hasClaims() {
    return !claims.isEmpty();
  }

  /**
   * Asks for the columns of what survives attacks and claims, which a seed has if it has a worst
   * case. Without a claim of its own it has the worst case there, so that a claim about one seed
   * counts in the row.
   */
  void claims() {
    claimed = true;
  }

  /** What is left of samples that survive all attacks. */
  private Column claims(Bits survivors, Function<ClaimResult, Bits> outcome) {
    Bits left = survivors;
    SortedMap<String, Integer> broken = new TreeMap<>();
    for (Map.Entry<String, ClaimResult> claim : claims) {
      Bits bits = samples.of(outcome.apply(claim.getValue()));
      int more = left.andNot(bits).count();
      if (more > 0) {
        broken.merge(claim.getKey(), more, Integer::sum);
      }
      left = left.and(bits);
    }
    return new Column(left, broken, null);
  }

  /** Adds a further column of samples that are right and survive. */
  void column(String name, Column column) {
    columns.put(name, new Column(samples.of(column.bits()), column.by(), column.distances()));
  }

  /** Adds the distances that a search for the smallest one has found. */
  void distances(PlannedAttack attack, AttackCellResult result) {
    List<Double> found = new ArrayList<>();
    for (int i = 0; i < result.robust().length(); i++) {
      boolean isBroken = !result.robust().get(i);
      boolean wrong = !clean.correct().get(i);
      found.add(wrong ? Double.valueOf(0) : isBroken ? result.norms().get(i) : null);
    }
    distances.put(attack.label(), samples.of(found));
  }

  /** Adds an attack without a result. */
  void attackWithout(PlannedAttack attack, String key, Optional<CellFailure> failure) {
    if (failure.isPresent()) {
      failed = true;
      String message = failure.get().message();
      cells.put(attack.label(), new Cell(key, State.FAILED, message, null, null));
      flags.add(new Flag("failed-cell", attack.label(), seeded(message)));
    } else {
      incomplete = true;
    }
  }

  /**
   * Adds finished certificates.
   *
   * @param bits outcome bits by radius
   */
  void certification(CertificationResult result, Map<String, Bits> bits) {
    certified = bits;
    double passes = result.passes() / (double) Math.max(1, result.decisions().size());
    certification = new Cell(result.key(), State.COMPLETE, null, new Passes(passes, 0), null);
    fewerAtOnce("", "certificates: ", result.microBatch());
  }

  /** Records that certificates have no result; results of attacks are kept. */
  void certificationWithout(String key, Optional<CellFailure> failure) {
    uncertified = true;
    failure.ifPresent(
        f -> {
          certification = new Cell(key, State.FAILED, f.message(), null, null);
          flags.add(new Flag("failed-certification", "", seeded(f.message())));
        });
  }

  /** Adds what checks left; they never decide whether a row is complete. */
  void checks(Checks result) {
    checks = result;
  }

  /**
   * Says that memory held fewer samples at once than the profile says.
   *
   * @param check its id
   * @param rows how many; null if it held as many
   */
  void checkedWith(String check, Integer rows) {
    fewerAtOnce("", check + ": ", rows);
  }

  private void notFinite(String attack, int count) {
    if (count > 0) {
      flags.add(
          new Flag(
              "not-finite",
              attack,
              seeded("logits were not finite on " + count + " samples, which count as broken")));
    }
  }

  private void fewerAtOnce(String attack, String what, Integer rows) {
    if (rows != null) {
      flags.add(
          new Flag(
              "short-memory",
              attack,
              seeded(
                  what
                      + "memory held no more than "
                      + rows
                      + " samples at once, fewer than the execution profile says; last bits may"
                      + " differ from a run that had more")));
    }
  }

  private String seeded(String message) {
    return "seed " + model.seed() + ": " + message;
  }

  private List<Double> normsOfBroken(AttackCellResult result) {
    return clean.correct().andNot(result.robust()).right().mapToObj(result.norms()::get).toList();
  }

  private static Passes passes(AttackCellResult result) {
    double attacked = Math.max(1, result.attacked());
    return new Passes(result.forward() / attacked, result.backward() / attacked);
  }

  List<Flag> flags() {
    return flags;
  }

  boolean failed() {
    return failed;
  }

  /** Whether something is missing, certificates included. */
  boolean incomplete() {
    return incomplete || uncertified;
  }

  /** Agreement of judgements with the labels, by sample; empty unless randomised. */
  List<Double> agreement() {
    return clean == null ? List.of() : clean.agreement();
  }

  /** Whether the classifier is known to draw randomness. */
  boolean randomised() {
    return trained != null && trained.randomised();
  }

  /** Outcome bits of the certified samples at a radius. */
  Optional<Bits> certified(String radius) {
    return Optional.ofNullable(certified).map(bits -> bits.get(radius));
  }

  Optional<ModelResult> model() {
    return Optional.ofNullable(trained);
  }

  /** Outcome bits by attack, the clean ones under the empty name. */
  Optional<Bits> bits(String attack) {
    if (attack.isEmpty()) {
      return Optional.ofNullable(clean).map(result -> samples.of(result.correct()));
    }
    return Optional.ofNullable(attacks.get(attack));
  }

  /** Passes by attack. */
  Optional<Passes> passes(String attack) {
    return Optional.ofNullable(cells.get(attack)).map(Cell::passes);
  }

  /**
   * 1 if a sample is right and survives every attack, for the samples that every attack was run on;
   * empty if an attack has no result, or if there are no attacks: clean accuracy is not robustness.
   */
  Optional<Bits> worst() {
    if (clean == null || failed || incomplete || attacks.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(Rates.worst(samples.of(clean.correct()), List.copyOf(attacks.values())));
  }

  /** Further columns; one under a protocol only where every attack has an outcome under it. */
  private Map<String, Column> columns() {
    Map<String, Column> all = new TreeMap<>(columns);
    if (worst().isPresent()) {
      protocols.forEach(
          (name, outcomes) -> {
            if (outcomes.size() == attacks.size()) {
              all.put(name, new Column(Rates.worst(samples.of(clean.correct()), outcomes)));
            }
          });
      if (claimed) {
        all.put(Column.CLAIMS, claims(worst().orElseThrow(), ClaimResult::robust));
        Column again = resubmissions == null ? null : all.get(resubmissions);
        if (again != null) {
          all.put(Column.claimsWith(resubmissions), claims(again.bits(), ClaimResult::resubmitted));
        }
      }
    }
    return all;
  }

  SeedResult result() {
    return SeedResult.builder(model.seed(), trained == null ? null : trained.weightHash())
        .clean(bits("").orElse(null))
        .attacks(attacks)
        .worst(worst().orElse(null))
        .certified(certified)
        .cells(cells)
        .certification(certification)
        .checks(checks)
        .distances(distances.isEmpty() ? null : distances)
        .columns(columns())
        .build();
  }
}
