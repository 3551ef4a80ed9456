package org.robustgrid.run.scoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.robustgrid.leaderboard.Column;
import org.robustgrid.leaderboard.DrawAgreement;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Leaderboard.Passes;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Rates;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.State;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.leaderboard.statistics.Moments;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.cell.CertificationCell;
import org.robustgrid.run.cell.CertificationResult;
import org.robustgrid.run.cell.ClaimCell;
import org.robustgrid.run.cell.ClaimResult;
import org.robustgrid.run.cell.CleanCell;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.cell.ModelResult;
import org.robustgrid.run.cell.TrainingCell;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedCertification;
import org.robustgrid.run.plan.PlannedDataset;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.PlannedThreatModel;
import org.robustgrid.spi.attack.Goal;

/** Builds the rows of one board. A rate is shown only if every seed has a result. */
final class RowBuilder {

  private final GridPlan plan;
  private final ExecutionProfile profile;
  private final Cells cells;
  private final PlannedDataset dataset;
  private final PlannedThreatModel threat;
  private final Timing timing;
  private final SeedChecks checks;
  private final BoardSamples samples;

  RowBuilder(
      GridPlan plan,
      ExecutionProfile profile,
      Cells cells,
      PlannedDataset dataset,
      PlannedThreatModel threat,
      Timing timing,
      SeedChecks checks,
      BoardSamples samples) {
    this.plan = plan;
    this.profile = profile;
    this.cells = cells;
    this.dataset = dataset;
    this.threat = threat;
    this.timing = timing;
    this.checks = checks;
    this.samples = samples;
  }

  /**
   * Builds a row.
   *
   * @param models of the row, one per seed
   */
  Row build(List<PlannedModel> models) {
    List<SeedBuilder> seeds = models.stream().map(this::seed).toList();
    if (seeds.stream().anyMatch(SeedBuilder::hasClaims)) {
      seeds.forEach(SeedBuilder::claims);
    }
    PlannedModel first = models.get(0);
    Map<String, Rate> attacks = new TreeMap<>();
    for (PlannedAttack attack : attacks(first)) {
      rate(seeds, s -> s.bits(attack.label())).ifPresent(r -> attacks.put(attack.label(), r));
    }
    List<Flag> flags = new ArrayList<>();
    randomised(seeds, first.under(profile)).ifPresent(flags::add);
    standIn(first).ifPresent(flags::add);
    first.readAs().notes().forEach(note -> flags.add(new Flag(Flag.MODEL_FILE, "", note)));
    fewerAttacks(first).ifPresent(flags::add);
    flags.addAll(SampleLimits.of(first, attacks(first), dataset, samples));
    seeds.forEach(s -> flags.addAll(s.flags()));
    Map<String, Rate> certified = certified(seeds);
    List<SeedResult> results = seeds.stream().map(SeedBuilder::result).toList();
    boolean randomised = seeds.stream().anyMatch(SeedBuilder::randomised);
    return Row.builder(first.row(), first.isFile() ? "model" : first.defense().id())
        .architecture(first.architectureLabel())
        .parameters(parameters(first))
        .seeds(models.stream().map(PlannedModel::seed).toList())
        .draws(randomised ? first.under(profile).draws() : null)
        .judgements(randomised ? first.under(profile).judgements() : null)
        .status(status(seeds))
        .clean(rate(seeds, s -> s.bits("")).orElse(null))
        .attacks(attacks)
        .worst(rate(seeds, SeedBuilder::worst).orElse(null))
        .certified(certified.isEmpty() ? null : certified)
        .certifiedSamples(
            certified.isEmpty() ? null : plan.certification().samplesOf(first, dataset))
        .passes(passes(seeds, attacks(first)).orElse(null))
        .flags(flags)
        .perSeed(results)
        .columns(Rates.columns(results, samples.count()))
        .figures(figures(seeds, first.under(profile)))
        .build();
  }

  private List<PlannedAttack> attacks(PlannedModel model) {
    return plan.attacks().stream()
        .filter(a -> a.runsUnder(threat) && model.offers(a.access()))
        .toList();
  }

  /** A remark that gradients are those of a stand-in, if the defense or the file declares one. */
  private static Optional<Flag> standIn(PlannedModel model) {
    return Optional.ofNullable(model.classifier().standIn())
        .map(
            words ->
                new Flag(
                    "stand-in-gradient",
                    "",
                    "the gradient that attacks follow is that of a differentiable stand-in: "
                        + words));
  }

  /** A worst case over fewer attacks than the other rows' is no better for that. */
  private Optional<Flag> fewerAttacks(PlannedModel model) {
    String left =
        plan.attacks().stream()
            .filter(a -> a.runsUnder(threat) && !model.offers(a.access()))
            .map(PlannedAttack::label)
            .collect(Collectors.joining(", "));
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Flag(
                "fewer-attacks",
                "",
                "the model does not give what these attacks need, which are left out: "
                    + left
                    + "; the worst case is over the others alone"));
  }

  private static State status(List<SeedBuilder> seeds) {
    if (seeds.stream().anyMatch(SeedBuilder::failed)) {
      return State.FAILED;
    }
    return seeds.stream().anyMatch(SeedBuilder::incomplete) ? State.INCOMPLETE : State.COMPLETE;
  }

  private SeedBuilder seed(PlannedModel model) {
    SeedBuilder seed = new SeedBuilder(model, samples);
    Optional<ModelResult> trained = cells.trained(model);
    if (trained.isEmpty()) {
      seed.without("failed-training", cells.failure(new TrainingCell(model)));
      return seed;
    }
    seed.trained(trained.get());
    certification(new CertificationCell(model), seed);
    timing.training(model.id(), trained.get());
    CleanCell cleanCell = new CleanCell(model);
    Optional<CleanResult> clean = cells.result(cleanCell, CleanResult.class);
    if (clean.isEmpty()) {
      seed.without("failed-clean", cells.failure(cleanCell));
      return seed;
    }
    seed.clean(clean.get());
    timing.cell(model.id() + " clean", clean.get());
    for (PlannedAttack attack : attacks(model)) {
      AttackCell cell = new AttackCell(model, attack, threat);
      Optional<AttackCellResult> result = cells.result(cell, AttackCellResult.class);
      if (result.isPresent()) {
        seed.attack(attack, result.get());
        if (threat.kind() == Goal.Kind.MINIMUM_DISTANCE) {
          seed.distances(attack, result.get());
        }
        timing.cell(model.id() + " " + attack.label() + " " + threat, result.get());
        protocols(cell, result.get(), seed);
      } else {
        seed.attackWithout(attack, cells.key(cell).orElseThrow(), cells.failure(cell));
      }
    }
    for (ClaimCell claim : cells.claims(model, threat)) {
      Optional<ClaimResult> result = cells.result(claim, ClaimResult.class);
      result.ifPresent(found -> seed.claim(claim.by(), found));
      result.ifPresent(found -> timing.cell(claim.name(), found));
    }
    checks.add(model, threat, seed, timing);
    return seed;
  }

  /** The outcome of an attack on a randomised row under the other protocols. */
  private void protocols(AttackCell cell, AttackCellResult expected, SeedBuilder seed) {
    if (expected.resubmitted() != null) {
      seed.resubmissions(cell.model().under(profile).timesResubmitted(), expected.resubmitted());
    }
    if (seed.randomised() && cell.model().classifier().randomised()) {
      AttackCell fixed = cell.withFixedRandomness();
      cells
          .result(fixed, AttackCellResult.class)
          .ifPresent(
              result -> {
                seed.protocol(Column.FIXED_RANDOMNESS, result.robust());
                timing.cell(fixed.name(), result);
              });
    }
  }

  private void certification(CertificationCell cell, SeedBuilder seed) {
    if (!cell.applies(cells) || !samples.all()) {
      return;
    }
    Optional<CertificationResult> result = cells.result(cell, CertificationResult.class);
    if (result.isPresent()) {
      seed.certification(
          result.get(),
          CertifiedBits.of(result.get(), dataset.labels(), plan.certification().radii()));
      timing.cell(cell.model().id() + " certification", result.get());
    } else {
      seed.certificationWithout(cells.key(cell).orElseThrow(), cells.failure(cell));
    }
  }

  /** Certified accuracy by radius; empty unless every seed has certificates. */
  private Map<String, Rate> certified(List<SeedBuilder> seeds) {
    Map<String, Rate> rates = new TreeMap<>();
    for (double radius : plan.certification().radii()) {
      String text = PlannedCertification.text(radius);
      Rates.certified(bits(seeds, s -> s.certified(text))).ifPresent(r -> rates.put(text, r));
    }
    return rates;
  }

  /** Says how a randomised row was attacked and judged, and how much its draws matter. */
  private static Optional<Flag> randomised(List<SeedBuilder> seeds, ExecutionProfile profile) {
    if (seeds.stream().noneMatch(SeedBuilder::randomised)) {
      return Optional.empty();
    }
    String message =
        "attacks see the expectation over "
            + profile.draws()
            + " draws, samples are judged by the majority of "
            + profile.judgements()
            + " fresh judgements";
    String over = agreement(seeds, profile).map(a -> "; " + a.describe()).orElse("");
    return Optional.of(new Flag("randomised", "", message + over));
  }

  /** Agreement over draws, of all seeds' samples together. */
  private static Optional<DrawAgreement> agreement(
      List<SeedBuilder> seeds, ExecutionProfile profile) {
    List<Double> all = new ArrayList<>();
    for (SeedBuilder seed : seeds) {
      if (seed.agreement().isEmpty()) {
        return Optional.empty();
      }
      all.addAll(seed.agreement());
    }
    return profile.judgements() < 2
        ? Optional.empty()
        : Optional.of(DrawAgreement.of(all, profile.judgements()));
  }

  private Map<String, Object> parameters(PlannedModel model) {
    Map<String, Object> shown = new LinkedHashMap<>(model.defense().shown());
    if (!model.training().isEmpty()) {
      Map<String, Object> training = new LinkedHashMap<>(model.training());
      plan.dataset(model.dataset())
          .chosenTraining()
          .ifPresent(samples -> training.put("train-samples", samples));
      shown.put("training", training);
    }
    if (model.architecture() != null) {
      shown.put("architecture", model.architecture().shown());
    }
    if (model.evaluation() != null && model.evaluation().base() != null) {
      shown.put("base", model.evaluation().base());
    }
    if (model.isFile()) {
      shown.put("file", "sha256 " + model.fileHash());
      shown.putAll(model.readAs().shown());
    }
    return shown;
  }

  private Optional<Rate> rate(List<SeedBuilder> seeds, Function<SeedBuilder, Optional<Bits>> bits) {
    return Rates.of(bits(seeds, bits), samples.count());
  }

  private static List<Bits> bits(
      List<SeedBuilder> seeds, Function<SeedBuilder, Optional<Bits>> bits) {
    List<Bits> all = new ArrayList<>();
    seeds.forEach(seed -> all.add(bits.apply(seed).orElse(null)));
    return all;
  }

  private static Optional<Passes> passes(List<SeedBuilder> seeds, List<PlannedAttack> attacks) {
    double forward = 0;
    double backward = 0;
    for (SeedBuilder seed : seeds) {
      for (PlannedAttack attack : attacks) {
        Optional<Passes> passes = seed.passes(attack.label());
        if (passes.isEmpty()) {
          return Optional.empty();
        }
        forward += passes.get().forward();
        backward += passes.get().backward();
      }
    }
    return Optional.of(new Passes(forward / seeds.size(), backward / seeds.size()));
  }

  private static Map<String, Double> figures(List<SeedBuilder> seeds, ExecutionProfile profile) {
    Map<String, List<Double>> values = new TreeMap<>();
    for (SeedBuilder seed : seeds) {
      seed.model()
          .ifPresent(
              m ->
                  m.figures()
                      .forEach(
                          (name, value) ->
                              values.computeIfAbsent(name, n -> new ArrayList<>()).add(value)));
    }
    Map<String, Double> figures = new TreeMap<>();
    values.forEach(
        (name, all) -> {
          if (all.size() == seeds.size()) {
            figures.put(name, Moments.mean(all));
          }
        });
    agreement(seeds, profile).ifPresent(a -> figures.putAll(a.figures()));
    return figures;
  }
}
