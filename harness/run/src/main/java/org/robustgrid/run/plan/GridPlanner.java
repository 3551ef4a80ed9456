package org.robustgrid.run.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.base.yaml.YamlException;
import org.robustgrid.run.grid.Grid;
import org.robustgrid.run.grid.Grid.AttackEntry;
import org.robustgrid.run.grid.Grid.DatasetEntry;
import org.robustgrid.run.grid.Grid.DefenseEntry;
import org.robustgrid.run.grid.Grid.PluginEntry;
import org.robustgrid.run.grid.Grid.ThreatModelEntry;
import org.robustgrid.run.grid.GridFile;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Norm;

/** Turns a grid into a plan, or says everything that is wrong with it. Does not load ND4J. */
public final class GridPlanner {

  private final PluginRegistry registry;

  public GridPlanner(PluginRegistry registry) {
    this.registry = registry;
  }

  /**
   * Plans a grid.
   *
   * @throws YamlException with every mistake of the grid, those of its YAML included
   */
  public GridPlan plan(GridFile file) {
    Grid grid = file.grid();
    Problems problems = file.problems();
    PluginResolver resolver = new PluginResolver(registry, file.folder(), problems);
    checkLabels(grid, problems);
    List<PlannedThreatModel> threatModels = threatModels(grid, problems);
    List<PlannedDataset> datasets = new ArrayList<>();
    DatasetPlanner datasetPlanner = new DatasetPlanner(resolver, problems);
    for (DatasetEntry entry : grid.datasets()) {
      datasetPlanner.plan(entry).ifPresent(datasets::add);
    }
    FitPlanner fit = new FitPlanner(datasets, datasetPlanner::trainingSamples, problems);
    grid.threatModels().forEach(fit::threatModel);
    List<PlannedPlugin> architectures = architectures(grid, resolver, fit);
    List<PlannedModel> models =
        new ModelPlanner(file, resolver, fit, datasets, architectures, grid.seeds()).plan();
    EvaluationPlanner evaluations = new EvaluationPlanner(datasets, problems);
    List<PlannedAttack> attacks = new ArrayList<>();
    for (AttackEntry entry : grid.attacks()) {
      attack(entry, resolver, evaluations, fit, problems).ifPresent(attacks::add);
    }
    evaluations.requireQuestions(grid.limits().passes(), models, attacks);
    PlannedCertification certification =
        grid.certification()
            .map(new CertificationPlanner(datasets, problems)::plan)
            .orElse(PlannedCertification.NONE);
    List<String> notes = coverage(grid, threatModels, attacks, problems);
    notes.addAll(RadiusFit.notes(threatModels, datasets));
    if (certification.wanted() && models.stream().noneMatch(PlannedModel::certified)) {
      notes.add("nothing is certified: no defense of the grid issues certificates");
    }
    PlannedChecks checks = new CheckPlanner(registry, resolver, fit, problems).plan(grid.checks());
    problems.throwIfAny();
    return new GridPlan(
        GridPlan.FORMAT,
        grid.name(),
        HarnessCode.describe(),
        datasets,
        models,
        attacks,
        threatModels,
        certification,
        grid.seeds(),
        grid.limits(),
        notes,
        checks);
  }

  private static List<PlannedPlugin> architectures(
      Grid grid, PluginResolver resolver, FitPlanner fit) {
    boolean trains = grid.defenses().stream().anyMatch(row -> row.model().isEmpty());
    List<PlannedPlugin> architectures = new ArrayList<>();
    for (PluginEntry entry : grid.architectures()) {
      Optional<Plugin> plugin = resolver.find(PluginKind.ARCHITECTURE, entry);
      if (plugin.isPresent()) {
        PlannedPlugin planned = resolver.resolve(plugin.get(), entry);
        architectures.add(planned);
        if (trains) {
          fit.architecture(entry, plugin.get(), planned);
        }
      }
    }
    return architectures;
  }

  private static void checkLabels(Grid grid, Problems problems) {
    unique("data set", grid.datasets().stream().map(DatasetEntry::plugin), problems);
    unique("architecture", grid.architectures().stream(), problems);
    unique("defense", grid.defenses().stream().map(DefenseEntry::plugin), problems);
    unique("attack", grid.attacks().stream().map(AttackEntry::plugin), problems);
    Set<Long> seeds = new HashSet<>();
    for (long seed : grid.seeds()) {
      if (!seeds.add(seed)) {
        problems.add(Place.none("seeds"), "the seed " + seed + " stands twice");
      }
    }
  }

  private static void unique(String kind, Stream<PluginEntry> entries, Problems problems) {
    Set<String> labels = new HashSet<>();
    entries.forEach(
        entry -> {
          if (!labels.add(entry.label())) {
            problems.add(
                entry.place(),
                "the "
                    + kind
                    + " label '"
                    + entry.label()
                    + "' stands twice; give one of them"
                    + " another 'label'");
          }
        });
  }

  private static List<PlannedThreatModel> threatModels(Grid grid, Problems problems) {
    List<PlannedThreatModel> planned = new ArrayList<>();
    for (ThreatModelEntry entry : grid.threatModels()) {
      try {
        Norm.of(entry.norm());
      } catch (IllegalArgumentException e) {
        problems.add(entry.place(), e.getMessage() + suggestion(entry.norm()));
      }
      if (!(entry.epsilon() >= 0) || Double.isInfinite(entry.epsilon())) {
        problems.add(
            entry.place(), "epsilon must be finite and at least 0, found " + entry.epsilon());
      }
      PlannedThreatModel threat = new PlannedThreatModel(entry.norm(), entry.epsilon());
      if (planned.contains(threat)) {
        problems.add(entry.place(), "the threat model " + threat + " stands twice");
      }
      planned.add(threat);
    }
    return planned;
  }

  /** What other programs, and people, call the norms. */
  private static String suggestion(String norm) {
    String plain = norm.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9∞]", "");
    String meant =
        switch (plain) {
          case "inf", "linf", "linfinity", "infinity", "l∞", "∞", "max" -> "linf";
          case "2", "l2", "euclidean" -> "l2";
          case "1", "l1" -> "l1";
          case "0", "l0" -> "l0";
          default -> "";
        };
    return meant.isEmpty() ? "" : "; did you mean " + meant + "?";
  }

  private static Optional<PlannedAttack> attack(
      AttackEntry entry,
      PluginResolver resolver,
      EvaluationPlanner evaluations,
      FitPlanner fit,
      Problems problems) {
    Optional<Plugin> plugin = resolver.find(PluginKind.ATTACK, entry.plugin());
    if (plugin.isEmpty()) {
      return Optional.empty();
    }
    List<String> supported = plugin.get().attack().norms().stream().map(Norm::id).sorted().toList();
    for (String norm : entry.norms()) {
      if (!supported.contains(norm)) {
        problems.add(
            entry.plugin().place(),
            "attack '"
                + plugin.get().id()
                + "' does not support norm '"
                + norm
                + "', it supports "
                + String.join(", ", supported));
      }
    }
    List<String> norms = entry.norms().isEmpty() ? supported : entry.norms();
    PlannedPlugin planned = resolver.resolve(plugin.get(), entry.plugin());
    fit.attack(entry, plugin.get(), planned);
    return Optional.of(
        PlannedAttack.of(
            plugin.get(),
            planned,
            norms,
            evaluations.attack(entry),
            fit.passes(entry.plugin(), plugin.get(), planned)));
  }

  private static List<String> coverage(
      Grid grid,
      List<PlannedThreatModel> threatModels,
      List<PlannedAttack> attacks,
      Problems problems) {
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < threatModels.size(); i++) {
      PlannedThreatModel threat = threatModels.get(i);
      List<String> skipped =
          attacks.stream().filter(a -> !a.runsUnder(threat)).map(PlannedAttack::label).toList();
      if (!attacks.isEmpty() && skipped.size() == attacks.size()) {
        problems.add(
            grid.threatModels().get(i).place(),
            "no attack of the grid runs under " + threat + "; add one, or remove the threat model");
      } else if (!skipped.isEmpty()) {
        notes.add("not run under " + threat + ": " + String.join(", ", skipped));
      }
    }
    return notes;
  }
}
