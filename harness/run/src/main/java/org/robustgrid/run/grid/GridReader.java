package org.robustgrid.run.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.base.yaml.Section;
import org.robustgrid.base.yaml.Values;
import org.robustgrid.base.yaml.YamlValue;
import org.robustgrid.run.grid.Grid.AnalysesEntry;
import org.robustgrid.run.grid.Grid.AnalysisEntry;
import org.robustgrid.run.grid.Grid.AttackEntry;
import org.robustgrid.run.grid.Grid.CertificationEntry;
import org.robustgrid.run.grid.Grid.ChecksEntry;
import org.robustgrid.run.grid.Grid.ClassEntry;
import org.robustgrid.run.grid.Grid.ClassesEntry;
import org.robustgrid.run.grid.Grid.DatasetEntry;
import org.robustgrid.run.grid.Grid.DefenseEntry;
import org.robustgrid.run.grid.Grid.EvaluationEntry;
import org.robustgrid.run.grid.Grid.Limits;
import org.robustgrid.run.grid.Grid.PluginEntry;
import org.robustgrid.run.grid.Grid.PythonEntry;
import org.robustgrid.run.grid.Grid.ReadingEntry;
import org.robustgrid.run.grid.Grid.SubsetEntry;
import org.robustgrid.run.grid.Grid.TargetEntry;
import org.robustgrid.run.grid.Grid.ThreatModelEntry;
import org.robustgrid.run.python.PythonFunction;
import org.robustgrid.spi.attack.Goal;

/** Reads YAML into a {@link Grid}. It knows the keys of the format but no plugins. */
final class GridReader {

  private static final String KEEP_EPOCHS = "keep-epochs";
  private static final List<String> KEYS =
      List.of(
          "name",
          "plugins",
          "datasets",
          "architectures",
          "training",
          KEEP_EPOCHS,
          "threat-models",
          "defenses",
          "attacks",
          "analyses",
          "certification",
          "seeds",
          "limits",
          "checks");
  private static final List<String> DATASET =
      List.of("id", "label", "parameters", "samples", "train-samples", "stratified", "classes");
  private static final List<String> ARCHITECTURE = List.of("id", "label", "parameters");
  private static final List<String> DEFENSE =
      List.of(
          "id",
          "label",
          "parameters",
          "training",
          KEEP_EPOCHS,
          "model",
          "architecture",
          "normalize",
          "range",
          "layout",
          "straight-through",
          "samples",
          "draws",
          "judgements",
          "resubmissions",
          "base");
  private static final List<String> READING =
      List.of("normalize", "range", "layout", "straight-through");
  private static final List<String> PYTHON = List.of("python", "function", "arguments", "timeout");
  private static final List<String> NORMALIZE = List.of("mean", "std");
  private static final List<String> ATTACK =
      List.of("id", "label", "parameters", "norms", "samples");
  private static final List<String> THREAT_MODEL = List.of("norm", "epsilon", "goal", "target");
  private static final List<String> ANALYSIS = List.of("id", "label", "parameters", "rows");
  private static final List<String> CERTIFICATION = List.of("radii", "samples");
  private static final List<String> LIMITS =
      List.of("cell-minutes", "training-minutes", "worker-megabytes", "passes");

  private final Problems problems;

  GridReader(Problems problems) {
    this.problems = problems;
  }

  Grid read(YamlValue root) {
    Section grid = Section.of(root, KEYS, problems);
    for (String key : List.of("datasets", "threat-models", "defenses")) {
      requireEntries(grid, key, "");
    }
    if (grid.anyElement("defenses", GridReader::isTrained)) {
      requireEntries(grid, "architectures", " that the defenses are trained on");
    }
    List<Long> seeds = grid.integers("seeds");
    Optional<KeptEpochs> kept = keptEpochs(grid);
    return new Grid(
        grid.text("name").orElse("grid"),
        grid.list("datasets", this::dataset),
        grid.list("architectures", v -> plugin(v, ARCHITECTURE)),
        grid.mapping("training"),
        grid.list("threat-models", this::threatModel),
        grid.list("defenses", value -> defense(value, kept)),
        grid.list("attacks", this::attack),
        grid.section("certification").map(this::certification),
        seeds.isEmpty() ? List.of(0L) : seeds,
        grid.section("limits").map(this::limits).orElse(Limits.DEFAULT),
        grid.texts("plugins"),
        analyses(grid),
        grid.section("checks").map(value -> checks(value, grid)));
  }

  private void requireEntries(Section grid, String key, String which) {
    if (!grid.has(key)) {
      problems.add(
          grid.place(), "the key '" + key + "' is missing; list at least one entry" + which);
    } else if (grid.isEmpty(key)) {
      problems.add(grid.place(key), "expected at least one entry" + which + " under '" + key + "'");
    }
  }

  /** Whether a row is trained here, as far as is known before it is read. */
  private static boolean isTrained(YamlValue row) {
    return !(row.content() instanceof Map<?, ?> map && map.containsKey("model"));
  }

  private Optional<PluginEntry> plugin(YamlValue value, List<String> keys) {
    return section(value, keys).flatMap(this::plugin);
  }

  /** A plugin may be written as its id alone. */
  private Optional<Section> section(YamlValue value, List<String> keys) {
    if (value.isScalar()) {
      YamlValue entry = new YamlValue(Map.of("id", value), value.place());
      return Optional.of(Section.of(entry, keys, problems));
    }
    if (value.content() instanceof Map) {
      return Optional.of(Section.of(value, keys, problems));
    }
    problems.add(value.place(), "expected an id or a mapping with 'id', found " + value.kind());
    return Optional.empty();
  }

  private Optional<PluginEntry> plugin(Section section) {
    Optional<String> id = section.text("id");
    if (id.isEmpty()) {
      problems.add(section.place(), "the key 'id' is missing");
      return Optional.empty();
    }
    return Optional.of(
        new PluginEntry(
            id.get(), label(section, id.get()), section.mapping("parameters"), section.place()));
  }

  private String label(Section section, String otherwise) {
    String label = section.text("label").orElse(otherwise);
    if (label.isBlank()) {
      problems.add(section.place("label"), "a label must not be blank");
    }
    if (label.contains("@")) {
      problems.add(
          section.place("label"),
          "the label '"
              + label
              + "' must not contain '@', which joins a"
              + " row's label and its architecture");
    }
    return label;
  }

  private Optional<DatasetEntry> dataset(YamlValue value) {
    return section(value, DATASET)
        .flatMap(s -> plugin(s).map(p -> new DatasetEntry(p, s.integer("samples"), subset(s))));
  }

  private SubsetEntry subset(Section section) {
    Optional<ClassesEntry> classes =
        section.has("classes")
            ? Optional.of(
                new ClassesEntry(
                    section.list("classes", this::classEntry), section.place("classes")))
            : Optional.empty();
    return new SubsetEntry(
        section.count("train-samples"), section.flag("stratified").orElse(false), classes);
  }

  private Optional<ClassEntry> classEntry(YamlValue value) {
    if (value.isScalar()) {
      return Optional.of(new ClassEntry(value.text(), value.place()));
    }
    problems.add(
        value.place(), "expected the name or the number of a class, found " + value.kind());
    return Optional.empty();
  }

  /** The epochs to keep; a row's own in place of the grid's. */
  private Optional<KeptEpochs> keptEpochs(Section section) {
    Optional<YamlValue> value = section.section(KEEP_EPOCHS);
    if (value.isEmpty() || "all".equals(value.get().content())) {
      return value.map(all -> KeptEpochs.ALL);
    }
    if (!(value.get().content() instanceof List) || section.isEmpty(KEEP_EPOCHS)) {
      problems.add(
          section.place(KEEP_EPOCHS),
          "expected 'all' or a list of epochs counted from 1, such as [1, 5, 10], found "
              + (section.isEmpty(KEEP_EPOCHS) ? "an empty list" : value.get().kind()));
      return Optional.empty();
    }
    List<Long> epochs = section.integers(KEEP_EPOCHS);
    for (long epoch : epochs) {
      if (epoch < 1 || epoch > Integer.MAX_VALUE) {
        problems.add(
            section.place(KEEP_EPOCHS), "epochs are counted from 1, so that there is no " + epoch);
        return Optional.empty();
      }
    }
    // what is no whole number was reported above
    return epochs.isEmpty()
        ? Optional.empty()
        : Optional.of(new KeptEpochs(epochs.stream().map(Long::intValue).toList()));
  }

  private Optional<DefenseEntry> defense(YamlValue value, Optional<KeptEpochs> kept) {
    return section(value, DEFENSE).flatMap(section -> defense(section, kept));
  }

  private Optional<DefenseEntry> defense(Section section, Optional<KeptEpochs> kept) {
    Optional<ModelEntry> named = model(section);
    Optional<String> model = named.map(ModelEntry::file);
    Optional<PluginEntry> plugin;
    if (model.isPresent() && !section.has("id")) {
      plugin =
          Optional.of(
              new PluginEntry(
                  PluginEntry.UNDEFENDED,
                  label(section, named.get().name()),
                  section.mapping("parameters"),
                  section.place()));
    } else {
      plugin = plugin(section);
    }
    return plugin.map(
        p ->
            new DefenseEntry(
                p,
                section.mapping("training"),
                model,
                isMapping(section, "architecture")
                    ? Optional.empty()
                    : section.text("architecture"),
                new EvaluationEntry(
                    section.count("samples"),
                    section.count("draws"),
                    section.count("judgements"),
                    section.count("resubmissions"),
                    section.text("base")),
                reading(section, model, named.flatMap(ModelEntry::python)),
                keptEpochs(section, model, kept)));
  }

  private Optional<KeptEpochs> keptEpochs(
      Section section, Optional<String> model, Optional<KeptEpochs> kept) {
    if (model.isPresent()) {
      if (section.has(KEEP_EPOCHS)) {
        problems.add(
            section.place(KEEP_EPOCHS),
            "a model file is not trained and has no epochs; remove '" + KEEP_EPOCHS + "'");
      }
      return Optional.empty();
    }
    return section.has(KEEP_EPOCHS) ? keptEpochs(section) : kept;
  }

  /** A model file as written, what it is called, and how it is called where it is code. */
  private record ModelEntry(String file, Optional<PythonEntry> python) {

    String name() {
      return fileName(file) + python.map(code -> ":" + code.function()).orElse("");
    }
  }

  /** A file's name, or a mapping that names a function of Python code. */
  private Optional<ModelEntry> model(Section section) {
    if (isMapping(section, "model")) {
      return section.section("model").flatMap(this::python);
    }
    return section
        .text("model")
        .map(
            text ->
                PythonReference.of(text)
                    .map(
                        code ->
                            new ModelEntry(
                                code.file(),
                                Optional.of(
                                    new PythonEntry(
                                        code.function(),
                                        Values.none(section.place("model")),
                                        Optional.empty(),
                                        section.place("model")))))
                    .orElseGet(() -> new ModelEntry(text, Optional.empty())));
  }

  private Optional<ModelEntry> python(YamlValue value) {
    Section section = Section.of(value, PYTHON, problems);
    Optional<String> file = section.text("python");
    if (file.isEmpty()) {
      problems.add(value.place(), "missing here: python, the file of the model's code");
    }
    return file.map(
        path ->
            new ModelEntry(
                path,
                Optional.of(
                    new PythonEntry(
                        section.text("function").orElse(PythonFunction.DEFAULT_NAME),
                        section.mapping("arguments"),
                        section.number("timeout"),
                        value.place()))));
  }

  private static boolean isMapping(Section section, String key) {
    return section.section(key).filter(v -> v.content() instanceof Map).isPresent();
  }

  private ReadingEntry reading(
      Section section, Optional<String> model, Optional<PythonEntry> python) {
    Optional<PluginEntry> architecture =
        isMapping(section, "architecture")
            ? section.section("architecture").flatMap(v -> plugin(v, ARCHITECTURE))
            : Optional.empty();
    for (String key : READING) {
      if (model.isEmpty() && section.has(key)) {
        problems.add(
            section.place(key),
            "'" + key + "' is for a row with a 'model', which this one has not; remove it");
      }
    }
    if (model.isEmpty() && architecture.isPresent()) {
      problems.add(
          section.place("architecture"),
          "a row that is trained names one of the grid's architectures by its label; a mapping is"
              + " for a row with a 'model'");
    }
    Optional<Section> normalize =
        section.section("normalize").map(v -> Section.of(v, NORMALIZE, problems));
    for (String key : NORMALIZE) {
      if (normalize.isPresent() && !normalize.get().has(key)) {
        problems.add(section.place("normalize"), "missing here: " + key);
      }
    }
    return new ReadingEntry(
        normalize.map(s -> numbers(s, "mean")).orElse(List.of()),
        normalize.map(s -> numbers(s, "std")).orElse(List.of()),
        section.numbers("range"),
        section.text("layout"),
        section.flag("straight-through").orElse(false),
        architecture,
        python,
        section.place());
  }

  /** A list of numbers, or one number. */
  private static List<Double> numbers(Section section, String key) {
    boolean several = section.section(key).filter(v -> v.content() instanceof List).isPresent();
    return several ? section.numbers(key) : section.number(key).stream().toList();
  }

  private static String fileName(String path) {
    String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    return name.endsWith(".zip") ? name.substring(0, name.length() - 4) : name;
  }

  private Optional<AttackEntry> attack(YamlValue value) {
    return section(value, ATTACK)
        .flatMap(s -> plugin(s).map(p -> new AttackEntry(p, s.texts("norms"), s.count("samples"))));
  }

  private AnalysesEntry analyses(Section grid) {
    if (grid.has("analyses")
        && "none".equals(grid.section("analyses").map(YamlValue::content).orElse(null))) {
      return AnalysesEntry.NONE;
    }
    return new AnalysesEntry(grid.list("analyses", this::analysis), true);
  }

  private Optional<AnalysisEntry> analysis(YamlValue value) {
    return section(value, ANALYSIS)
        .flatMap(s -> plugin(s).map(p -> new AnalysisEntry(p, s.texts("rows"))));
  }

  private Optional<ThreatModelEntry> threatModel(YamlValue value) {
    Section section = Section.of(value, THREAT_MODEL, problems);
    Optional<String> goal = section.text("goal");
    boolean bounded = goal.filter(Goal.Kind.MINIMUM_DISTANCE.id()::equals).isEmpty();
    List<String> missing = new ArrayList<>(List.of("norm"));
    if (bounded) {
      missing.add("epsilon");
    }
    missing.removeIf(section::has);
    if (!missing.isEmpty() && value.content() instanceof Map) {
      problems.add(value.place(), "missing here: " + String.join(", ", missing));
    }
    Optional<String> norm = section.text("norm");
    Optional<Double> epsilon = section.number("epsilon");
    if (norm.isEmpty() || epsilon.isEmpty() && (bounded || section.has("epsilon"))) {
      return Optional.empty();
    }
    return Optional.of(
        new ThreatModelEntry(
            norm.get(),
            epsilon.orElse(Double.POSITIVE_INFINITY),
            goal,
            section.section("target").map(target -> target(target, section)),
            value.place()));
  }

  /** A rule's name, or a list of classes. */
  private static TargetEntry target(YamlValue value, Section section) {
    return value.content() instanceof List
        ? new TargetEntry("", section.integers("target"), value.place())
        : new TargetEntry(section.text("target").orElse(""), List.of(), value.place());
  }

  private CertificationEntry certification(YamlValue value) {
    Section section = Section.of(value, CERTIFICATION, problems);
    if (!section.has("radii") && value.content() instanceof Map) {
      problems.add(value.place(), "missing here: radii");
    }
    return new CertificationEntry(
        section.numbers("radii"), section.integer("samples"), section.place("radii"));
  }

  private ChecksEntry checks(YamlValue value, Section grid) {
    if (value.content() instanceof List) {
      return new ChecksEntry(grid.texts("checks"), value.place());
    }
    if (!"none".equals(value.content())) {
      problems.add(
          value.place(), "expected 'none' or a list of names of checks, found " + value.kind());
    }
    return new ChecksEntry(List.of(), value.place());
  }

  private Limits limits(YamlValue value) {
    Section section = Section.of(value, LIMITS, problems);
    return new Limits(
        positive(section, "cell-minutes", Limits.DEFAULT.cellMinutes()),
        positive(section, "training-minutes", Limits.DEFAULT.trainingMinutes()),
        positiveWhole(section, "worker-megabytes", Limits.DEFAULT.workerMegabytes()),
        positiveWhole(section, "passes", Limits.DEFAULT.passes()));
  }

  private long positiveWhole(Section section, String key, long otherwise) {
    if (!section.has(key)) {
      return otherwise;
    }
    long value = section.integer(key).orElse(1L);
    if (value < 1) {
      problems.add(section.place(key), "expected a whole number of at least 1, found " + value);
    }
    return value;
  }

  private double positive(Section section, String key, double otherwise) {
    double value = section.number(key).orElse(otherwise);
    if (section.has(key) && !(value > 0 && Double.isFinite(value))) {
      problems.add(section.place(key), "expected a finite number above 0, found " + value);
    }
    return value;
  }
}
