package org.robustgrid.run.grid;

import java.util.List;
import java.util.Optional;
import org.robustgrid.base.yaml.Count;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.base.yaml.Values;

/**
 * A grid as written, before names and values are resolved.
 *
 * @param name shown on the leaderboard
 * @param datasets what is classified
 * @param architectures what is trained
 * @param training defaults for every defense
 * @param threatModels one board each
 * @param defenses one row each
 * @param attacks one column each
 * @param certification at which radii certificates are counted; empty for no certification
 * @param seeds each row is trained once per seed
 * @param limits what a cell may cost; they decide no result
 * @param plugins jars and folders of jars that hold plugins, relative to the grid's file
 * @param analyses what is measured besides
 * @param checks the checks to run; empty for all
 */
public record Grid(
    String name,
    List<DatasetEntry> datasets,
    List<PluginEntry> architectures,
    Values training,
    List<ThreatModelEntry> threatModels,
    List<DefenseEntry> defenses,
    List<AttackEntry> attacks,
    Optional<CertificationEntry> certification,
    List<Long> seeds,
    Limits limits,
    List<String> plugins,
    AnalysesEntry analyses,
    Optional<ChecksEntry> checks) {

  public Grid {
    datasets = List.copyOf(datasets);
    architectures = List.copyOf(architectures);
    threatModels = List.copyOf(threatModels);
    defenses = List.copyOf(defenses);
    attacks = List.copyOf(attacks);
    seeds = List.copyOf(seeds);
    plugins = List.copyOf(plugins);
  }

  /** A grid without checks and analyses. */
  public Grid(
      String name,
      List<DatasetEntry> datasets,
      List<PluginEntry> architectures,
      Values training,
      List<ThreatModelEntry> threatModels,
      List<DefenseEntry> defenses,
      List<AttackEntry> attacks,
      Optional<CertificationEntry> certification,
      List<Long> seeds,
      Limits limits,
      List<String> plugins) {
    this(
        name,
        datasets,
        architectures,
        training,
        threatModels,
        defenses,
        attacks,
        certification,
        seeds,
        limits,
        plugins,
        AnalysesEntry.NONE,
        Optional.of(new ChecksEntry(List.of(), Place.none("checks"))));
  }

  /**
   * A plugin instance: id, the label it is shown by, its parameters.
   *
   * @param id {@link #UNDEFENDED} for the defense that declares to be none
   */
  public record PluginEntry(String id, String label, Values parameters, Place place) {

    /** Stands for the defense that deploys a model file unless the grid names another. */
    public static final String UNDEFENDED = "";
  }

  /**
   * A data set.
   *
   * @param samples number of test samples used, from the first on; empty for all
   * @param subset which of its samples are used at all
   */
  public record DatasetEntry(PluginEntry plugin, Optional<Long> samples, SubsetEntry subset) {

    /** A data set of which all training samples are used. */
    public DatasetEntry(PluginEntry plugin, Optional<Long> samples) {
      this(plugin, samples, SubsetEntry.WHOLE);
    }
  }

  /**
   * Which samples of a data set are used; checked by the planner.
   *
   * @param trainSamples number of training samples; empty for all
   * @param stratified whether numbers of samples are taken class by class in equal shares
   * @param classes that are kept, in the order of their new numbers; empty for all
   */
  public record SubsetEntry(
      Optional<Count> trainSamples, boolean stratified, Optional<ClassesEntry> classes) {

    /** All samples, in the order of the data set. */
    public static final SubsetEntry WHOLE =
        new SubsetEntry(Optional.empty(), false, Optional.empty());
  }

  /** The classes that a data set is reduced to, as written: names or numbers. */
  public record ClassesEntry(List<ClassEntry> classes, Place place) {

    public ClassesEntry {
      classes = List.copyOf(classes);
    }
  }

  /** A class as written. */
  public record ClassEntry(String text, Place place) {}

  /**
   * A threat model; checked by the planner.
   *
   * @param epsilon infinite where none is given
   * @param goal what attacks are after; empty for untargeted
   */
  public record ThreatModelEntry(
      String norm,
      double epsilon,
      Optional<String> goal,
      Optional<TargetEntry> target,
      Place place) {

    /** An untargeted one. */
    public ThreatModelEntry(String norm, double epsilon, Place place) {
      this(norm, epsilon, Optional.empty(), Optional.empty(), place);
    }
  }

  /**
   * Which classes a targeted attack is to reach.
   *
   * @param rule by which the harness chooses them; empty if they are given
   * @param classes that are given
   */
  public record TargetEntry(String rule, List<Long> classes, Place place) {

    public TargetEntry {
      classes = List.copyOf(classes);
    }
  }

  /**
   * A row.
   *
   * @param training values that differ from the grid's
   * @param model a model file trained elsewhere; then the plugin only deploys it ({@code standard}
   *     where the grid names none)
   * @param architecture label of the only architecture it is trained on; empty for all
   * @param evaluation how much of an evaluation its cells are
   * @param reading how the model file is read
   * @param keptEpochs whose weights its training leaves behind; empty for those that others need
   */
  public record DefenseEntry(
      PluginEntry plugin,
      Values training,
      Optional<String> model,
      Optional<String> architecture,
      EvaluationEntry evaluation,
      ReadingEntry reading,
      Optional<KeptEpochs> keptEpochs) {

    /** A row that is evaluated in full. */
    public DefenseEntry(
        PluginEntry plugin,
        Values training,
        Optional<String> model,
        Optional<String> architecture) {
      this(
          plugin,
          training,
          model,
          architecture,
          EvaluationEntry.FULL,
          ReadingEntry.AS_IT_IS,
          Optional.empty());
    }
  }

  /**
   * What a model file does not say about its input, as written; checked by the planner.
   *
   * @param mean of each channel, or one for all; empty for no normalisation
   * @param deviation standard deviations in the same form
   * @param range the numbers that 0 and 1 of the data become; empty for themselves
   * @param layout of its images; empty for channels first
   * @param straightThrough whether gradients pass its rounding as if it were the identity
   * @param architecture of a file that holds weights only
   * @param python how the file is called where it is Python code
   */
  public record ReadingEntry(
      List<Double> mean,
      List<Double> deviation,
      List<Double> range,
      Optional<String> layout,
      boolean straightThrough,
      Optional<PluginEntry> architecture,
      Optional<PythonEntry> python,
      Place place) {

    /** The file reads the data as they are. */
    public static final ReadingEntry AS_IT_IS =
        new ReadingEntry(
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Place.none("model"));

    public ReadingEntry {
      mean = List.copyOf(mean);
      deviation = List.copyOf(deviation);
      range = List.copyOf(range);
    }
  }

  /**
   * How the Python code of a model is called.
   *
   * @param function of the file that returns the model
   * @param arguments of the function
   * @param timeout in seconds; empty for the default
   */
  public record PythonEntry(
      String function, Values arguments, Optional<Double> timeout, Place place) {}

  /**
   * A row's own evaluation settings; checked by the planner.
   *
   * @param samples number of test samples used, from the first on; empty for all
   * @param draws number of draws over which attacks on a randomised classifier average; empty for
   *     the profile's default
   * @param judgements number of fresh draws whose majority decides a prediction of a randomised
   *     classifier; empty for the profile's default
   * @param resubmissions fresh judgements that all must hold if attacks may try again; empty for
   *     the default
   * @param base label of the row that it is built on; empty for none
   */
  public record EvaluationEntry(
      Optional<Count> samples,
      Optional<Count> draws,
      Optional<Count> judgements,
      Optional<Count> resubmissions,
      Optional<String> base) {

    /** All samples, under the profile's draws and judgements. */
    public static final EvaluationEntry FULL =
        new EvaluationEntry(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /**
   * A column.
   *
   * @param norms the norms it is run under; empty for all it supports
   * @param samples number of test samples used, from the first on; empty for all
   */
  public record AttackEntry(PluginEntry plugin, List<String> norms, Optional<Count> samples) {

    /** An attack on all samples. */
    public AttackEntry(PluginEntry plugin, List<String> norms) {
      this(plugin, norms, Optional.empty());
    }
  }

  /**
   * What is certified; checked by the planner.
   *
   * @param radii L2 radii, in units of the data
   * @param samples number of test samples used, from the first on; empty for all
   */
  public record CertificationEntry(List<Double> radii, Optional<Long> samples, Place place) {

    public CertificationEntry {
      radii = List.copyOf(radii);
    }
  }

  /**
   * An analysis.
   *
   * @param rows labels of the rows that it is about; empty for all
   */
  public record AnalysisEntry(PluginEntry plugin, List<String> rows) {

    public AnalysisEntry {
      rows = List.copyOf(rows);
    }
  }

  /**
   * The analyses of a grid.
   *
   * @param entries the analyses that it lists
   * @param automatic whether those that suit its data are made without being listed
   */
  public record AnalysesEntry(List<AnalysisEntry> entries, boolean automatic) {

    /** Nothing is listed, and nothing made. */
    public static final AnalysesEntry NONE = new AnalysesEntry(List.of(), false);

    public AnalysesEntry {
      entries = List.copyOf(entries);
    }
  }

  /** The checks that a grid names; the planner knows them. */
  public record ChecksEntry(List<String> names, Place place) {

    public ChecksEntry {
      names = List.copyOf(names);
    }
  }

  /**
   * The limits of one cell.
   *
   * @param cellMinutes for an attack or a clean evaluation
   * @param trainingMinutes for a training
   * @param workerMegabytes heap of a worker, in MiB; 0 lets the harness choose
   * @param passes most passes a sample and attack; 0 for no limit
   */
  public record Limits(
      double cellMinutes, double trainingMinutes, long workerMegabytes, long passes) {

    /** An hour a cell, a day a training. */
    public static final Limits DEFAULT = new Limits(60, 24 * 60, 0, 0);

    /** The same with another limit for attacks and clean evaluations. */
    public Limits withCellMinutes(double minutes) {
      return new Limits(minutes, trainingMinutes, workerMegabytes, passes);
    }
  }
}
