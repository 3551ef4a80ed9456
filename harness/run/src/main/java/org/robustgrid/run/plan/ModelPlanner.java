package org.robustgrid.run.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.robustgrid.base.Nearest;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.base.yaml.Values;
import org.robustgrid.models.formats.ModelFormats;
import org.robustgrid.run.grid.Grid.DefenseEntry;
import org.robustgrid.run.grid.Grid.PluginEntry;
import org.robustgrid.run.grid.GridFile;
import org.robustgrid.run.grid.TrainingValues;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.run.plugin.PluginKind;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.data.ContentHash;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.defense.DefenseCost;
import org.robustgrid.spi.defense.DefenseDescriptor;

/** Plans the models of a grid: every defense on every architecture and data set, once per seed. */
final class ModelPlanner {

  static final String FILE_ARCHITECTURE = "model file";
  private static final String PYTHON_ARCHITECTURE = "Python code";

  private final GridFile file;
  private final PluginResolver resolver;
  private final FitPlanner fit;
  private final CustomaryRadii radii;
  private final ModelFilePlanner files;
  private final PythonPlanner pythons;
  private final Problems problems;
  private final List<PlannedDataset> datasets;
  private final List<PlannedPlugin> architectures;
  private final List<Long> seeds;
  private final NamedFiles named;

  ModelPlanner(
      GridFile file,
      PluginResolver resolver,
      FitPlanner fit,
      CustomaryRadii radii,
      ModelFilePlanner files,
      NamedFiles named,
      List<PlannedDataset> datasets,
      List<PlannedPlugin> architectures,
      List<Long> seeds) {
    this.file = file;
    this.resolver = resolver;
    this.fit = fit;
    this.radii = radii;
    this.problems = file.problems();
    this.files = files;
    this.named = named;
    this.pythons = new PythonPlanner(datasets, problems);
    this.datasets = datasets;
    this.architectures = architectures;
    this.seeds = seeds;
  }

  /** A row during planning: the entry, its plugin and its resolved values. */
  private record Draft(
      DefenseEntry entry,
      Plugin plugin,
      PlannedPlugin defense,
      Map<String, Object> training,
      RowEvaluation evaluation,
      DefenseCost cost,
      FileReading reading,
      Optional<WeightsArchitecture> weights,
      boolean sound) {

    String label() {
      return defense.label();
    }
  }

  List<PlannedModel> plan() {
    List<Draft> drafts = new ArrayList<>();
    for (DefenseEntry entry : file.grid().defenses()) {
      draft(entry).ifPresent(drafts::add);
    }
    drafts.forEach(draft -> requireBase(draft, drafts));
    List<PlannedModel> models = new ArrayList<>();
    for (Draft draft : drafts) {
      String modelFile = modelFile(draft.entry());
      String hash = modelFile.isEmpty() || !draft.sound() ? "" : hash(draft, Path.of(modelFile));
      for (PlannedDataset dataset : datasets) {
        for (PlannedPlugin architecture : architecturesOf(draft)) {
          for (long seed : seeds) {
            models.add(model(draft, drafts, dataset, architecture, seed, modelFile, hash));
          }
        }
      }
    }
    drafts.forEach(draft -> requireEpochs(draft, models));
    List<PlannedModel> all = new ArrayList<>(named.models());
    all.addAll(models);
    TopologicalOrder.Result order = TopologicalOrder.of(all);
    for (PlannedModel model : order.cyclic()) {
      place(model)
          .ifPresent(
              entry ->
                  problems.add(
                      entry.place(),
                      "row '"
                          + model.defense().label()
                          + "' waits for models that wait for it: "
                          + String.join(", ", model.models().values())));
    }
    return order.ordered();
  }

  private Optional<PluginEntry> place(PlannedModel model) {
    return file.grid().defenses().stream()
        .map(DefenseEntry::plugin)
        .filter(p -> p.label().equals(model.defense().label()))
        .findFirst();
  }

  private Optional<Draft> draft(DefenseEntry entry) {
    Optional<Plugin> plugin = resolver.find(PluginKind.DEFENSE, entry.plugin());
    Optional<PlannedPlugin> defense = plugin.map(p -> resolver.resolve(p, entry.plugin()));
    Map<String, Object> training = Map.of();
    if (entry.model().isEmpty()) {
      Values given = trainingOf(entry);
      training = resolver.values(TrainingValues.DESCRIPTOR, given);
      if (training.size() == TrainingValues.DESCRIPTOR.parameters().size()) {
        TrainingFit trainingFit = TrainingFit.of(training, given, problems);
        plugin.ifPresent(p -> fit.defense(entry, p, defense.get(), trainingFit));
        training = TrainingValues.planned(training);
      }
    } else if (!entry.training().plain().isEmpty()) {
      problems.add(entry.training().place(), "a model file is not trained; remove 'training'");
    }
    FileReading reading = FileReading.AS_IT_IS;
    Optional<WeightsArchitecture> weights = weightsArchitecture(entry);
    boolean sound = true;
    if (entry.reading().python().isPresent()) {
      Optional<FileReading> called =
          pythons.plan(entry, entry.reading().python().get(), Path.of(modelFile(entry)));
      reading = called.orElse(reading);
      sound = called.isPresent();
    } else if (entry.model().isPresent()) {
      reading = files.reading(entry.reading());
      sound = suits(modelFile(entry), entry, reading, weights);
    }
    boolean drawn = reading.python() != null && reading.python().randomised();
    if (plugin.isEmpty()) {
      return Optional.empty();
    }
    EvaluationPlanner evaluations = new EvaluationPlanner(datasets, problems);
    return Optional.of(
        new Draft(
            entry,
            plugin.get(),
            defense.get(),
            training,
            evaluations.row(entry, plugin.get(), drawn),
            fit.cost(entry.plugin(), plugin.get(), defense.get()),
            reading,
            weights,
            sound));
  }

  /** The grid's training values with the row's own on top, each with its place. */
  private Values trainingOf(DefenseEntry entry) {
    Values grid = file.grid().training();
    Map<String, Object> merged = TrainingValues.merge(grid.plain(), entry.training().plain());
    Map<String, Place> places = new LinkedHashMap<>(grid.places());
    places.putAll(entry.training().places());
    return new Values(merged, places, entry.training().place());
  }

  private String modelFile(DefenseEntry entry) {
    return entry.model().map(file.folder()::resolve).map(Path::toString).orElse("");
  }

  /** Whether a file fits all data; errors are added to the problems. */
  private boolean suits(
      String modelFile,
      DefenseEntry entry,
      FileReading reading,
      Optional<WeightsArchitecture> weights) {
    boolean suits = true;
    for (PlannedDataset dataset : datasets) {
      Optional<String> problem =
          files.examine(Path.of(modelFile), reading, weights, dataset).problem();
      problem.ifPresent(what -> problems.add(entry.plugin().place(), what));
      suits &= problem.isEmpty();
    }
    return suits;
  }

  /** The architecture of a file of weights: one of the grid's by its label, or a plugin's id. */
  private Optional<WeightsArchitecture> weightsArchitecture(DefenseEntry entry) {
    boolean weights =
        entry.model().filter(name -> ModelFormats.isOfWeights(Path.of(name))).isPresent();
    Optional<PluginEntry> mapping = entry.reading().architecture();
    if (!weights) {
      if (entry.model().isPresent() && mapping.isPresent()) {
        problems.add(
            mapping.get().place(),
            "the file " + entry.model().get() + " holds a whole network; remove 'architecture'");
      }
      return Optional.empty();
    }
    Place place = entry.plugin().place();
    return mapping
        .or(
            () ->
                entry
                    .architecture()
                    .map(
                        name ->
                            file.grid().architectures().stream()
                                .filter(a -> a.label().equals(name))
                                .findFirst()
                                .orElseGet(
                                    () -> new PluginEntry(name, name, Values.none(place), place))))
        .flatMap(found -> WeightsArchitecture.find(found, resolver));
  }

  /** The hash of what a row's model is made of, or a problem. */
  private String hash(Draft draft, Path modelFile) {
    Place place = draft.entry().plugin().place();
    if (draft.reading().python() == null) {
      return files.hash(modelFile, place);
    }
    try {
      return draft.reading().python().of(modelFile).hash(ContentHash::of);
    } catch (DataException e) {
      problems.add(place, e.getMessage());
      return "";
    }
  }

  private FileReading reading(String modelFile, Draft draft, PlannedDataset dataset) {
    if (draft.entry().reading().python().isPresent()) {
      return draft.reading();
    }
    List<String> notes =
        files.examine(Path.of(modelFile), draft.reading(), draft.weights(), dataset).notes();
    FileReading reading = draft.reading().with(notes);
    return reading.equals(FileReading.AS_IT_IS) ? null : reading;
  }

  private List<PlannedPlugin> architecturesOf(Draft draft) {
    if (draft.entry().model().isPresent()) {
      List<PlannedPlugin> own = new ArrayList<>();
      own.add(draft.weights().map(WeightsArchitecture::planned).orElse(null));
      return own;
    }
    Optional<String> only = draft.entry().architecture();
    if (only.isEmpty()) {
      return architectures;
    }
    List<PlannedPlugin> chosen =
        architectures.stream().filter(a -> a.label().equals(only.get())).toList();
    if (chosen.isEmpty()) {
      List<String> labels = architectures.stream().map(PlannedPlugin::label).toList();
      problems.add(
          draft.entry().plugin().place(),
          "unknown architecture '"
              + only.get()
              + "', the grid has "
              + String.join(", ", labels)
              + Nearest.question(only.get(), labels));
    }
    return chosen;
  }

  private PlannedModel model(
      Draft draft,
      List<Draft> drafts,
      PlannedDataset dataset,
      PlannedPlugin architecture,
      long seed,
      String modelFile,
      String hash) {
    String row = row(draft, architecture);
    return new PlannedModel(
        id(dataset, row, seed),
        row,
        true,
        dataset.label(),
        architecture,
        draft
            .entry()
            .architecture()
            .orElse(architecture == null ? fileArchitecture(draft) : architecture.label()),
        modelFile.isEmpty()
            ? radii.on(draft.entry().plugin(), draft.plugin(), draft.defense(), dataset)
            : draft.defense(),
        draft.training(),
        seed,
        modelFile,
        hash,
        draft.plugin().defense().certified(),
        teachers(draft, drafts, dataset, architecture, seed),
        draft.evaluation(),
        draft.plugin().defense().undefended(),
        draft.cost(),
        modelFile.isEmpty() ? null : reading(modelFile, draft, dataset),
        declared(draft, modelFile, dataset),
        draft.entry().keptEpochs().orElse(null));
  }

  /** A row is built on another row of the grid. */
  private void requireBase(Draft draft, List<Draft> drafts) {
    String base = draft.evaluation() == null ? null : draft.evaluation().base();
    List<String> others =
        drafts.stream().map(Draft::label).filter(label -> !label.equals(draft.label())).toList();
    if (base != null && !others.contains(base)) {
      problems.add(
          draft.entry().plugin().place(),
          "row '"
              + draft.label()
              + "': 'base' names the row that it is built on, and '"
              + base
              + "' is not another row; expected one of "
              + String.join(", ", others));
    }
  }

  /** The epochs that a row asks of other models must be among those that these keep. */
  private void requireEpochs(Draft draft, List<PlannedModel> models) {
    for (Parameter<?> declaration : draft.plugin().descriptor().parameters()) {
      if (declaration.namesEpoch()
          && draft.defense().parameters().get(declaration.name()) instanceof Long epoch
          && epoch > 0) {
        models.stream()
            .filter(model -> model.defense().label().equals(draft.label()))
            .map(model -> model.models().get(declaration.ofModel().orElse("")))
            .filter(Objects::nonNull)
            .flatMap(id -> withId(id, models))
            .forEach(teacher -> requireEpoch(draft, declaration.name(), epoch, teacher));
      }
    }
  }

  private Stream<PlannedModel> withId(String id, List<PlannedModel> models) {
    return Stream.concat(models.stream(), named.models().stream())
        .filter(model -> model.id().equals(id));
  }

  private void requireEpoch(Draft draft, String parameter, long epoch, PlannedModel teacher) {
    String asked = "parameter '" + parameter + "' is " + epoch + ", but ";
    Place place = draft.entry().plugin().parameters().place(parameter);
    if (teacher.isFile()) {
      problems.add(
          place,
          asked
              + (teacher.shown() ? "'" + teacher.row() + "'" : teacher.file())
              + " is a model file, which holds the weights of one epoch; set it to 0");
    } else if (epoch > Integer.MAX_VALUE || !teacher.keeps((int) epoch)) {
      problems.add(
          place,
          asked
              + "of '"
              + teacher.row()
              + "' the weights of "
              + teacher.keptInWords()
              + " are kept; name one of these, or change its 'keep-epochs' or 'epochs'");
    }
  }

  /** The declarations of the defense, the file or the code; null if there are none. */
  private DeclaredClassifier declared(Draft draft, String modelFile, PlannedDataset dataset) {
    DefenseDescriptor defense = draft.plugin().defense();
    boolean drawn =
        draft.reading().python() != null && draft.reading().python().randomised()
            || defense.randomised();
    String standIn =
        Stream.concat(defense.standIn().stream(), standIn(draft, modelFile, dataset).stream())
            .collect(Collectors.joining("; "));
    DeclaredClassifier declared = new DeclaredClassifier(drawn, standIn.isEmpty() ? null : standIn);
    return declared.equals(DeclaredClassifier.PLAIN) ? null : declared;
  }

  /** What stands for what in the gradients of a file's network. */
  private Optional<String> standIn(Draft draft, String modelFile, PlannedDataset dataset) {
    return modelFile.isEmpty() || draft.reading().python() != null
        ? Optional.empty()
        : files.examine(Path.of(modelFile), draft.reading(), draft.weights(), dataset).standIn();
  }

  private static String fileArchitecture(Draft draft) {
    return draft.entry().reading().python().isPresent() ? PYTHON_ARCHITECTURE : FILE_ARCHITECTURE;
  }

  private String row(Draft draft, PlannedPlugin architecture) {
    boolean several = architectures.size() > 1 && draft.entry().model().isEmpty();
    return several ? draft.label() + "@" + architecture.label() : draft.label();
  }

  static String id(PlannedDataset dataset, String row, long seed) {
    return dataset.label() + "/" + row + "/" + seed;
  }

  private Map<String, String> teachers(
      Draft draft,
      List<Draft> drafts,
      PlannedDataset dataset,
      PlannedPlugin architecture,
      long seed) {
    Map<String, String> ids = new LinkedHashMap<>();
    for (Parameter<?> declaration : draft.plugin().descriptor().parameters()) {
      Object value = draft.defense().parameters().get(declaration.name());
      if (declaration.type() != Parameter.Type.MODEL
          || !(value instanceof String name)
          || name.isEmpty()) {
        continue;
      }
      Optional<Draft> teacher = drafts.stream().filter(d -> d.label().equals(name)).findFirst();
      if (teacher.isPresent()) {
        PlannedPlugin on = teacher.get().entry().model().isPresent() ? null : architecture;
        ids.put(declaration.name(), id(dataset, row(teacher.get(), on), seed));
      } else {
        named
            .classifier(
                declaration.name(),
                draft.entry().plugin().parameters().place(declaration.name()),
                name,
                drafts.stream().map(Draft::label).toList(),
                dataset)
            .ifPresent(model -> ids.put(declaration.name(), model.id()));
      }
    }
    return ids;
  }
}
