package org.robustgrid.run.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.base.yaml.YamlException;
import org.robustgrid.run.grid.Grid;
import org.robustgrid.run.grid.Grid.AnalysisEntry;
import org.robustgrid.run.grid.Grid.AttackEntry;
import org.robustgrid.run.grid.Grid.DatasetEntry;
import org.robustgrid.run.grid.Grid.DefenseEntry;
import org.robustgrid.run.grid.Grid.PluginEntry;
import org.robustgrid.run.grid.GridFile;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.Goal;

/** Turns a grid into a plan, or reports all of its errors. Does not load ND4J. */
public final class GridPlanner {

  private final PluginRegistry registry;

  public GridPlanner(PluginRegistry registry) {
    this.registry = registry;
  }

  /**
   * Plans a grid.
   *
   * @throws YamlException with every error of the grid, including those of its YAML
   */
  public GridPlan plan(GridFile file) {
    Grid grid = file.grid();
    Problems problems = file.problems();
    PluginResolver resolver = new PluginResolver(registry, file.folder(), problems);
    checkLabels(grid, problems);
    List<PlannedDataset> datasets = new ArrayList<>();
    DatasetPlanner datasetPlanner = new DatasetPlanner(resolver, problems);
    for (DatasetEntry entry : grid.datasets()) {
      datasetPlanner.plan(entry).ifPresent(datasets::add);
    }
    List<PlannedThreatModel> threatModels =
        new ThreatModelPlanner(datasets, problems).plan(grid.threatModels());
    CustomaryRadii radii = new CustomaryRadii();
    FitPlanner fit = new FitPlanner(datasets, datasetPlanner::trainingSamples, radii, problems);
    grid.threatModels().forEach(fit::threatModel);
    List<PlannedPlugin> architectures = architectures(grid, resolver, fit);
    ModelFilePlanner files = new ModelFilePlanner(problems);
    NamedFiles named = new NamedFiles(file.folder(), files, problems);
    List<PlannedModel> models =
        new ModelPlanner(
                file, resolver, fit, radii, files, named, datasets, architectures, grid.seeds())
            .plan();
    EvaluationPlanner evaluations = new EvaluationPlanner(datasets, problems);
    List<PlannedAttack> attacks = new ArrayList<>();
    for (AttackEntry entry : grid.attacks()) {
      attack(entry, threatModels, resolver, evaluations, fit, problems).ifPresent(attacks::add);
    }
    List<String> lessAccess = new AccessPlanner(registry, problems).notes(grid, models, attacks);
    evaluations.requireQuestions(grid.limits().passes(), models, attacks);
    PlannedCertification certification =
        grid.certification()
            .map(new CertificationPlanner(datasets, problems)::plan)
            .orElse(PlannedCertification.NONE);
    List<String> notes = coverage(grid, threatModels, attacks, problems);
    for (PlannedDataset dataset : datasets) {
      dataset.notes().forEach(note -> notes.add("data set " + dataset.label() + ": " + note));
    }
    notes.addAll(modelFiles(models));
    notes.addAll(beyondTheEnd(models));
    notes.addAll(lessAccess);
    notes.addAll(leftOut(threatModels, datasets));
    notes.addAll(RadiusFit.notes(threatModels, datasets));
    notes.addAll(radii.notes());
    if (certification.wanted() && models.stream().noneMatch(PlannedModel::certified)) {
      notes.add("nothing is certified: no defense of the grid issues certificates");
    }
    CheckPlanner checkPlanner = new CheckPlanner(registry, resolver, fit, problems);
    Set<String> checkNames = checkPlanner.names(grid.checks());
    List<PlannedAnalysis> analyses =
        new AnalysisPlanner(
                registry, resolver, fit, named, new ActivationNames(registry, files), problems)
            .plan(
                grid.analyses(),
                checkNames,
                new AnalysedGrid(datasets, models, threatModels, attacks));
    PlannedChecks checks = checkPlanner.plan(checkNames, analyses);
    problems.throwIfAny();
    return new GridPlan(
        GridPlan.FORMAT,
        grid.name(),
        HarnessCode.describe(),
        datasets,
        withFiles(named.models(), models),
        attacks,
        threatModels,
        certification,
        grid.seeds(),
        grid.limits(),
        notes,
        checks,
        analyses);
  }

  /** The models, behind those of files that analyses name. */
  private static List<PlannedModel> withFiles(List<PlannedModel> files, List<PlannedModel> models) {
    List<PlannedModel> all =
        new ArrayList<>(files.stream().filter(model -> !models.contains(model)).toList());
    all.addAll(models);
    return all;
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
    unique("analysis", grid.analyses().entries().stream().map(AnalysisEntry::plugin), problems);
    Set<Long> seeds = new HashSet<>();
    for (long seed : grid.seeds()) {
      if (!seeds.add(seed)) {
        problems.add(Place.none("seeds"), "the seed " + seed + " occurs twice");
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
                    + "' occurs twice; give one of them"
                    + " another 'label'");
          }
        });
  }

  private static Optional<PlannedAttack> attack(
      AttackEntry entry,
      List<PlannedThreatModel> threatModels,
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
    fit.goals(entry, plugin.get(), planned, norms, threatModels);
    return Optional.of(
        PlannedAttack.of(
            plugin.get(),
            planned,
            norms,
            evaluations.attack(entry),
            fit.passes(entry.plugin(), plugin.get(), planned)));
  }

  private List<String> coverage(
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
            "no attack of the grid runs under "
                + threat
                + instead(threat, attacks)
                + "; add one, or remove the threat model");
      } else if (!skipped.isEmpty()) {
        notes.add("not run under " + threat + ": " + String.join(", ", skipped));
      }
    }
    return notes;
  }

  /** How the files of models are read. */
  private static Set<String> modelFiles(List<PlannedModel> models) {
    Set<String> notes = new LinkedHashSet<>();
    for (PlannedModel model : models) {
      model
          .readAs()
          .notes()
          .forEach(note -> notes.add("the model file of " + model.row() + " " + note));
    }
    return notes;
  }

  /** Epochs to keep that trainings do not have. */
  private static Set<String> beyondTheEnd(List<PlannedModel> models) {
    Set<String> notes = new LinkedHashSet<>();
    for (PlannedModel model : models) {
      List<Integer> asked = model.keptEpochs() == null ? List.of() : model.keptEpochs().epochs();
      List<Integer> beyond = asked.stream().filter(epoch -> !model.keeps(epoch)).toList();
      if (!beyond.isEmpty()) {
        notes.add(
            "'keep-epochs' of "
                + model.row()
                + " names "
                + beyond
                + ", but its training has "
                + model.epochs()
                + " epochs");
      }
    }
    return notes;
  }

  /** Samples whose only target is their own class. */
  private static List<String> leftOut(
      List<PlannedThreatModel> threatModels, List<PlannedDataset> datasets) {
    List<String> notes = new ArrayList<>();
    for (PlannedThreatModel threat : threatModels) {
      for (PlannedDataset dataset : datasets) {
        long without = dataset.labels().stream().filter(label -> !threat.concerns(label)).count();
        if (without > 0) {
          notes.add(
              "left out under "
                  + threat
                  + ": "
                  + without
                  + " of "
                  + dataset.samples()
                  + " samples of "
                  + dataset.label()
                  + ", which are of the target's class");
        }
      }
    }
    return notes;
  }

  /** The goals that the attacks support instead; empty for the untargeted goal. */
  private String instead(PlannedThreatModel threat, List<PlannedAttack> attacks) {
    if (threat.kind() == Goal.Kind.UNTARGETED) {
      return "";
    }
    Set<String> norms = Arrays.stream(Norm.values()).map(Norm::id).collect(Collectors.toSet());
    List<String> able =
        norms.contains(threat.norm())
            ? registry.all(PluginKind.ATTACK).stream()
                .filter(p -> p.attack().supports(Norm.of(threat.norm()), threat.kind()))
                .map(Plugin::id)
                .sorted()
                .toList()
            : List.of();
    return attacks.stream()
        .map(a -> "'" + a.label() + "' " + a.goalsInWords())
        .collect(
            Collectors.joining(
                ", ",
                " (",
                able.isEmpty() ? ")" : "; these can: " + String.join(", ", able) + ")"));
  }
}
