package org.robustgrid.run.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.robustgrid.run.plugin.Plugin;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.analysis.AnalysisDescriptor;
import org.robustgrid.spi.analysis.AnalysisDescriptor.Role;
import org.robustgrid.spi.analysis.AnalysisDescriptor.Scope;
import org.robustgrid.spi.analysis.AnalysisDescriptor.Subject;
import org.robustgrid.spi.analysis.SampleSource;
import org.robustgrid.spi.attack.Goal;

/**
 * An analysis of a plan, with its descriptor's declarations.
 *
 * @param plugin the analysis; the label names its results
 * @param firstSeed whether of a row with several seeds the first is analysed alone
 * @param access what it is granted of a classifier; null for nothing
 * @param samples the sources that it reads
 * @param norms ids of the norms of the attacks that it looks at; all if it is empty
 * @param goals ids of the goals of the boards that its evidence is about
 * @param probes accesses of which it runs a reference attack
 * @param after labels of the analyses whose results it reads
 * @param rows labels of the rows that it is about; all if it is empty
 * @param datasets labels of the data sets that it does not refuse
 * @param otherRows whether it looks at the images that attacks on other rows found
 * @param models labels of the rows that its parameters name, by parameter; of a model file the
 *     label that it has among the plan's models
 * @param passes what it says that it takes for each subject, by label of the data set; decides no
 *     result
 */
public record PlannedAnalysis(
    PlannedPlugin plugin,
    Role role,
    boolean firstSeed,
    Subject subject,
    Scope scope,
    Access access,
    boolean activations,
    Set<SampleSource> samples,
    boolean outcomes,
    boolean images,
    Boolean otherRows,
    List<String> norms,
    List<String> goals,
    Set<Access> probes,
    List<String> after,
    List<String> rows,
    List<String> datasets,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> models,
    Map<String, Passes> passes) {

  public PlannedAnalysis {
    samples = Collections.unmodifiableSet(new TreeSet<>(samples));
    // a run that was planned before other rows were looked at
    otherRows = Boolean.TRUE.equals(otherRows);
    norms = List.copyOf(norms);
    // a run that was planned before goals were declared
    goals = goals == null ? List.of(Goal.Kind.UNTARGETED.id()) : List.copyOf(goals);
    probes = Collections.unmodifiableSet(new TreeSet<>(probes));
    after = List.copyOf(after);
    rows = List.copyOf(rows);
    datasets = List.copyOf(datasets);
    models = Collections.unmodifiableMap(new TreeMap<>(models == null ? Map.of() : models));
    passes = Collections.unmodifiableMap(new TreeMap<>(passes));
  }

  /** A plugin's analysis with its descriptor's declarations. */
  static PlannedAnalysis of(
      Plugin plugin,
      PlannedPlugin planned,
      List<String> after,
      List<String> rows,
      List<String> datasets,
      Map<String, String> models,
      Map<String, Passes> passes) {
    AnalysisDescriptor declared = plugin.analysis();
    return new PlannedAnalysis(
        planned,
        declared.role(),
        declared.firstSeed(),
        declared.subject(),
        declared.scope(),
        declared.access().orElse(null),
        declared.activations(),
        declared.samples(),
        declared.outcomes(),
        declared.images(),
        declared.otherRows(),
        declared.norms().stream().map(Norm::id).sorted().toList(),
        declared.goals().stream().map(Goal.Kind::id).sorted().toList(),
        declared.probes(),
        after,
        rows,
        datasets,
        models,
        passes);
  }

  public String label() {
    return plugin.label();
  }

  /** Whether it is a check of evaluations. */
  public boolean isCheck() {
    return role == Role.CHECK;
  }

  /** Whether it is about a model, alone or with others. */
  public boolean concerns(PlannedModel model) {
    return datasets.contains(model.dataset())
        && (rows.isEmpty() || rows.contains(model.row()))
        && !(subject == Subject.TRAINING && model.isFile())
        && canAsk(model);
  }

  /** Whether a model provides everything that it needs; Python code may not. */
  public boolean canAsk(PlannedModel model) {
    return (access == null || model.offers(access))
        && probes.stream().allMatch(model::offers)
        && !(activations && model.isPython());
  }

  /**
   * Whether it covers the attacks of a threat model; a check ignores goals that its evidence does
   * not cover.
   */
  public boolean looksAt(PlannedThreatModel threatModel) {
    return (norms.isEmpty() || norms.contains(threatModel.norm()))
        && (!isCheck() || judges(threatModel));
  }

  /** Whether its evidence is about boards of a threat model's goal. */
  public boolean judges(PlannedThreatModel threatModel) {
    return goals.contains(threatModel.kind().id());
  }
}
