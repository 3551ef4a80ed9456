package org.robustgrid.run.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.robustgrid.base.Nearest;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.base.yaml.Values;
import org.robustgrid.run.grid.Grid.AnalysesEntry;
import org.robustgrid.run.grid.Grid.AnalysisEntry;
import org.robustgrid.run.grid.Grid.PluginEntry;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.analysis.AnalysisDescriptor.Role;
import org.robustgrid.spi.analysis.AnalysisDescriptor.Scope;

/**
 * Decides which analyses run: listed ones, automatic ones that fit the data, and those whose
 * results they read.
 */
final class AnalysisPlanner {

  /** The names that a message lists of a network's layers. */
  private static final int MOST_NAMES = 40;

  private final PluginRegistry registry;
  private final PluginResolver resolver;
  private final FitPlanner fit;
  private final NamedFiles named;
  private final ActivationNames activations;
  private final Problems problems;

  AnalysisPlanner(
      PluginRegistry registry,
      PluginResolver resolver,
      FitPlanner fit,
      NamedFiles named,
      ActivationNames activations,
      Problems problems) {
    this.registry = registry;
    this.resolver = resolver;
    this.fit = fit;
    this.named = named;
    this.activations = activations;
    this.problems = problems;
  }

  /** An analysis on its way, with whether the grid lists it. */
  private record Draft(AnalysisEntry entry, Plugin plugin, boolean listed) {

    String label() {
      return entry.plugin().label();
    }
  }

  /**
   * The analyses in the order in which they are made; mistakes go to the grid's problems.
   *
   * @param checks ids of the checks that are made without being listed
   */
  List<PlannedAnalysis> plan(AnalysesEntry asked, Set<String> checks, AnalysedGrid grid) {
    List<Draft> drafts = new ArrayList<>();
    for (AnalysisEntry entry : asked.entries()) {
      Optional<Plugin> plugin = resolver.find(PluginKind.ANALYSIS, entry.plugin());
      plugin.ifPresent(found -> drafts.add(new Draft(entry, found, true)));
      requireRows(entry, grid);
    }
    for (Plugin plugin : registry.all(PluginKind.ANALYSIS)) {
      boolean automatic = asked.automatic() && plugin.analysis().role() == Role.AUTOMATIC;
      boolean checked =
          checks.contains(plugin.id())
              && plugin.analysis().role() == Role.CHECK
              && !grid.attacks().isEmpty();
      if (automatic || checked) {
        addUnlessThere(plugin, drafts);
      }
    }
    Map<String, PlannedAnalysis> planned = new LinkedHashMap<>();
    for (Draft draft : List.copyOf(drafts)) {
      plan(draft, drafts, new ArrayList<>(), planned, grid);
    }
    return List.copyOf(planned.values());
  }

  private void requireRows(AnalysisEntry entry, AnalysedGrid grid) {
    if (grid.rows().isEmpty()) {
      // without data there are no rows, and that is said once
      return;
    }
    for (String row : entry.rows()) {
      if (!grid.rows().contains(row)) {
        problems.add(
            entry.plugin().place(),
            "analysis '"
                + entry.plugin().label()
                + "' is about the row '"
                + row
                + "', which the grid does not have; it has "
                + String.join(", ", grid.rows()));
      }
    }
  }

  private Draft addUnlessThere(Plugin plugin, List<Draft> drafts) {
    return drafts.stream()
        .filter(draft -> draft.plugin().id().equals(plugin.id()))
        .findFirst()
        .orElseGet(
            () -> {
              Place place = Place.none("analyses");
              PluginEntry entry =
                  new PluginEntry(plugin.id(), plugin.id(), Values.none(place), place);
              Draft draft = new Draft(new AnalysisEntry(entry, List.of()), plugin, false);
              drafts.add(draft);
              return draft;
            });
  }

  /** Plans a draft behind those whose results it reads. */
  private void plan(
      Draft draft,
      List<Draft> drafts,
      List<String> waiting,
      Map<String, PlannedAnalysis> planned,
      AnalysedGrid grid) {
    if (planned.containsKey(draft.label())) {
      return;
    }
    PluginEntry entry = draft.entry().plugin();
    waiting.add(draft.label());
    List<String> after = new ArrayList<>();
    for (String id : draft.plugin().analysis().after()) {
      read(draft, id, drafts, waiting)
          .ifPresent(
              other -> {
                plan(other, drafts, new ArrayList<>(waiting), planned, grid);
                after.add(other.label());
              });
    }
    PlannedPlugin plugin = resolver.resolve(draft.plugin(), entry);
    if (draft.listed()) {
      fit.analysis(entry, draft.plugin(), plugin, samples(draft.entry(), grid));
    }
    PlannedAnalysis analysis =
        PlannedAnalysis.of(
            draft.plugin(),
            plugin,
            after,
            draft.entry().rows(),
            fit.suited(draft.plugin(), plugin),
            models(entry, draft.plugin(), plugin, grid),
            fit.passesOfAnalysis(entry, draft.plugin(), plugin));
    String lacking = grid.lacking(analysis);
    if (draft.listed() && lacking.isEmpty()) {
      lacking = grid.ungranted(analysis);
    }
    if (draft.listed() && !lacking.isEmpty() && !analysis.datasets().isEmpty()) {
      problems.add(entry.place(), "analysis '" + draft.label() + "' " + lacking);
    }
    requireActivations(entry, draft.plugin(), analysis, grid);
    boolean suits = lacking.isEmpty() && !analysis.datasets().isEmpty();
    if (suits || draft.listed()) {
      planned.put(draft.label(), analysis);
    }
  }

  /** The fewest test samples that a row which it is about is evaluated on, by data set. */
  private static Map<String, Integer> samples(AnalysisEntry entry, AnalysedGrid grid) {
    Map<String, Integer> samples = new LinkedHashMap<>();
    for (PlannedDataset dataset : grid.datasets()) {
      grid.models().stream()
          .filter(PlannedModel::shown)
          .filter(model -> model.dataset().equals(dataset.label()))
          .filter(model -> entry.rows().isEmpty() || entry.rows().contains(model.row()))
          .mapToInt(model -> model.samplesOf(dataset))
          .min()
          .ifPresent(fewest -> samples.put(dataset.label(), fewest));
    }
    return samples;
  }

  /**
   * Each activation that a parameter names must be one of the networks that it is looked for in.
   */
  private void requireActivations(
      PluginEntry entry, Plugin plugin, PlannedAnalysis analysis, AnalysedGrid grid) {
    Map<String, Object> values = analysis.plugin().parameters();
    for (Parameter<?> declaration : plugin.descriptor().parameters()) {
      if (!declaration.namesActivation()
          || !(values.get(declaration.name()) instanceof String name)
          || name.isEmpty()) {
        continue;
      }
      Object model = declaration.ofModel().map(values::get).orElse("");
      List<PlannedModel> looked = grid.of(analysis);
      if (!"".equals(model)) {
        String row = analysis.models().get(declaration.ofModel().orElseThrow());
        looked =
            Stream.concat(grid.models().stream(), named.models().stream())
                .filter(of -> of.row().equals(row))
                .toList();
      }
      Set<List<String>> told = new HashSet<>();
      for (PlannedModel of : looked) {
        List<String> known = activations(of, grid);
        // what all rows of an architecture lack is said once
        if (!known.isEmpty() && !known.contains(name) && told.add(known)) {
          refuse(declaration.name(), name, of, known, entry);
        }
      }
    }
  }

  private List<String> activations(PlannedModel of, AnalysedGrid grid) {
    return grid.datasets().stream()
        .filter(dataset -> dataset.label().equals(of.dataset()))
        .flatMap(dataset -> activations.of(of, dataset).stream())
        .toList();
  }

  private void refuse(
      String parameter, String name, PlannedModel of, List<String> known, PluginEntry entry) {
    problems.add(
        entry.parameters().place(parameter),
        "parameter '"
            + parameter
            + "': the network of "
            + (of.shown() ? "the row '" + of.row() + "'" : of.file())
            + " has no activation '"
            + name
            + "'; it has "
            + known.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
            + (known.size() > MOST_NAMES ? " and " + (known.size() - MOST_NAMES) + " more" : "")
            + Nearest.question(name, known));
  }

  /** The models that parameters name, by parameter; mistakes go to the problems. */
  private Map<String, String> models(
      PluginEntry entry, Plugin plugin, PlannedPlugin planned, AnalysedGrid grid) {
    Map<String, String> models = new LinkedHashMap<>();
    for (Parameter<?> declaration : plugin.descriptor().parameters()) {
      String parameter = declaration.name();
      if (declaration.type() == Parameter.Type.MODEL
          && planned.parameters().get(parameter) instanceof String name
          && !name.isEmpty()) {
        Place place = entry.parameters().place(parameter);
        if (grid.rows().contains(name)) {
          requireNetwork(parameter, place, name, grid);
          models.put(parameter, name);
        } else {
          for (PlannedDataset dataset : grid.datasets()) {
            named
                .network(parameter, place, name, grid.rows(), dataset)
                .ifPresent(model -> models.put(parameter, model.row()));
          }
        }
      }
    }
    return models;
  }

  private void requireNetwork(String parameter, Place place, String row, AnalysedGrid grid) {
    if (grid.models().stream().anyMatch(model -> model.row().equals(row) && model.isPython())) {
      problems.add(
          place,
          "parameter '"
              + parameter
              + "': the row '"
              + row
              + "' is Python code, which has no network to look into; name a row that is trained"
              + " here, or a model file");
    }
  }

  /** The analysis of an id; none if there is none, or it waits for the one that reads it. */
  private Optional<Draft> read(Draft reader, String id, List<Draft> drafts, List<String> waiting) {
    Optional<Plugin> plugin =
        registry.all(PluginKind.ANALYSIS).stream().filter(p -> p.id().equals(id)).findFirst();
    if (plugin.isEmpty()) {
      problems.add(
          reader.entry().plugin().place(),
          "analysis '"
              + reader.label()
              + "' reads the results of the analysis '"
              + id
              + "', which is not loaded; add its jar to 'plugins', or remove the analysis");
      return Optional.empty();
    }
    Draft other = addUnlessThere(plugin.get(), drafts);
    if (waiting.contains(other.label())) {
      problems.add(
          reader.entry().plugin().place(),
          "the analyses " + String.join(", ", waiting) + " wait for each other's results");
      return Optional.empty();
    }
    boolean once =
        other.plugin().analysis().scope() == Scope.ONCE
            || other.plugin().analysis().scope() == reader.plugin().analysis().scope();
    if (!once || other.plugin().analysis().subject() != reader.plugin().analysis().subject()) {
      problems.add(
          reader.entry().plugin().place(),
          "analysis '"
              + reader.label()
              + "' reads the results of '"
              + id
              + "', which is made of other subjects or another number of times");
      return Optional.empty();
    }
    requireRows(reader, other);
    return Optional.of(other);
  }

  /** What is read must be made of all rows of the reader. */
  private void requireRows(Draft reader, Draft other) {
    List<String> made = other.entry().rows();
    List<String> asked = reader.entry().rows();
    if (!made.isEmpty() && (asked.isEmpty() || !made.containsAll(asked))) {
      problems.add(
          reader.entry().plugin().place(),
          "analysis '"
              + reader.label()
              + "' reads the results of '"
              + other.label()
              + "', which is about "
              + String.join(", ", made)
              + " alone; give both the same 'rows'");
    }
  }
}
