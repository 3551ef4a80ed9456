package org.robustgrid.run.cell;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.robustgrid.run.plan.CellKeys;
import org.robustgrid.run.plan.CostEstimate;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedAnalysis;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.PlannedThreatModel;
import org.robustgrid.spi.analysis.AnalysisDescriptor.Scope;
import org.robustgrid.spi.analysis.AnalysisDescriptor.Subject;
import org.robustgrid.spi.attack.Goal;

/**
 * Analyses a model, or a pair of them.
 *
 * @param other the second model of a pair, else null
 * @param threatModel that it is about; of an analysis that is made once a norm the untargeted one
 *     with the largest epsilon; null for one that is made once
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AnalysisCell(
    PlannedModel model,
    PlannedModel other,
    PlannedAnalysis analysis,
    PlannedThreatModel threatModel)
    implements Cell {

  /**
   * The cells of a plan that are about a model; of a pair those about it and an earlier one.
   *
   * @param last the model, or the later one of a pair
   */
  public static List<AnalysisCell> of(GridPlan plan, PlannedModel last) {
    List<AnalysisCell> cells = new ArrayList<>();
    for (PlannedAnalysis analysis : plan.analyses()) {
      boolean alone = analysis.otherRows() && otherRows(plan, last).isEmpty();
      if (alone || !analysis.concerns(last) || analysis.firstSeed() && !isFirst(plan, last)) {
        continue;
      }
      for (PlannedThreatModel unit : units(plan, analysis)) {
        if (analysis.subject() == Subject.PAIR) {
          partners(plan, analysis, last)
              .forEach(first -> cells.add(new AnalysisCell(first, last, analysis, unit)));
        } else {
          cells.add(new AnalysisCell(last, null, analysis, unit));
        }
      }
    }
    return cells;
  }

  /** Whether no other model of the row comes before it. */
  private static boolean isFirst(GridPlan plan, PlannedModel model) {
    return plan.rows().stream()
        .filter(other -> other.dataset().equals(model.dataset()))
        .filter(other -> other.row().equals(model.row()))
        .findFirst()
        .filter(first -> first.id().equals(model.id()))
        .isPresent();
  }

  /** The threat models that an analysis of a subject runs for, or null if it runs once. */
  private static List<PlannedThreatModel> units(GridPlan plan, PlannedAnalysis analysis) {
    List<PlannedThreatModel> units = new ArrayList<>();
    if (analysis.scope() == Scope.ONCE) {
      units.add(null);
      return units;
    }
    for (PlannedThreatModel threat : plan.threatModels()) {
      boolean attacked = plan.attacks().stream().anyMatch(a -> a.runsUnder(threat));
      boolean relevant =
          analysis.scope() == Scope.THREAT_MODEL || threat.equals(largest(plan, threat));
      if (attacked && relevant && analysis.looksAt(threat)) {
        units.add(threat);
      }
    }
    return units;
  }

  /** The untargeted threat model of a norm that has the largest epsilon; null for none. */
  private static PlannedThreatModel largest(GridPlan plan, PlannedThreatModel of) {
    return plan.threatModels().stream()
        .filter(threat -> threat.norm().equals(of.norm()))
        .filter(threat -> threat.kind() == Goal.Kind.UNTARGETED)
        .max(Comparator.comparingDouble(PlannedThreatModel::epsilon))
        .orElse(null);
  }

  /** The models before one that make a pair with it. */
  private static List<PlannedModel> partners(
      GridPlan plan, PlannedAnalysis analysis, PlannedModel last) {
    return plan.rows().stream()
        .takeWhile(model -> !model.id().equals(last.id()))
        .filter(analysis::concerns)
        .filter(model -> model.dataset().equals(last.dataset()))
        .filter(model -> model.seed() == last.seed() && !model.row().equals(last.row()))
        .toList();
  }

  /** The other rows' models of the same data set and seed, in the plan's order. */
  private static List<PlannedModel> otherRows(GridPlan plan, PlannedModel model) {
    return plan.rows().stream()
        .filter(other -> other.dataset().equals(model.dataset()))
        .filter(other -> other.seed() == model.seed() && !other.row().equals(model.row()))
        .toList();
  }

  /** The other rows' models whose attacks' images it looks at; empty unless it says so. */
  public List<PlannedModel> otherRows(GridPlan plan) {
    return analysis.otherRows() ? otherRows(plan, model) : List.of();
  }

  /** The attacks on another row's model that it looks at, in the plan's order. */
  public List<AttackCell> attacksOn(PlannedModel other, GridPlan plan) {
    List<AttackCell> found = new ArrayList<>();
    for (PlannedThreatModel threat : threatModels(plan)) {
      for (PlannedAttack attack : plan.attacks()) {
        if (attack.runsUnder(threat) && other.offers(attack.access())) {
          found.add(new AttackCell(other, attack, threat));
        }
      }
    }
    return found;
  }

  /** The models that its parameters name, by parameter. */
  public Map<String, PlannedModel> named(GridPlan plan) {
    Map<String, PlannedModel> named = new TreeMap<>();
    analysis
        .models()
        .forEach(
            (parameter, row) ->
                plan.models().stream()
                    .filter(of -> of.dataset().equals(model.dataset()) && of.row().equals(row))
                    .filter(of -> !of.shown() || of.seed() == model.seed())
                    .forEach(of -> named.put(parameter, of)));
    return named;
  }

  /** The models that it is about. */
  public List<PlannedModel> models() {
    return other == null ? List.of(model) : List.of(model, other);
  }

  @Override
  public String name() {
    return analysis.label()
        + (threatModel == null ? "" : " under " + under())
        + " of "
        + model.id()
        + (other == null ? "" : " and " + other.id());
  }

  @Override
  public String what() {
    return analysis.label();
  }

  @Override
  public String under() {
    if (threatModel == null) {
      return "";
    }
    return analysis.scope() == Scope.NORM ? threatModel.norm() : threatModel.toString();
  }

  @Override
  public Class<AnalysisCellResult> resultType() {
    return AnalysisCellResult.class;
  }

  @Override
  public CostEstimate cost(GridPlan plan) {
    CostEstimate cost =
        CostEstimate.analysis(
            analysis, model, plan.dataset(model.dataset()), threatModel, plan.checks());
    return analysis.otherRows() ? cost.times(otherRows(plan).size()) : cost;
  }

  /** The key, given what finished attacks and other analyses have left. */
  @Override
  public Optional<String> key(Cells cells) {
    if (models().stream().anyMatch(of -> cells.trained(of).isEmpty())) {
      return Optional.empty();
    }
    CellKeys keys = cells.keys();
    Map<String, Object> parts = keys.base("analysis");
    parts.put("analysis", analysis.plugin().identity());
    List<Map<String, Object>> subjects = new ArrayList<>();
    for (PlannedModel of : models()) {
      String weights = cells.trained(of).orElseThrow().weightHash();
      Map<String, Object> subject =
          keys.evaluation("analysis", of, weights, of.samplesOf(keys.dataset(of)));
      // epochs and the training samples are those of the training
      subject.put("training", new TrainingCell(of).key(keys));
      subjects.add(subject);
    }
    parts.put("subjects", subjects);
    Map<String, Object> named = new TreeMap<>();
    for (Map.Entry<String, PlannedModel> of : named(cells.plan()).entrySet()) {
      Optional<ModelResult> trained = cells.trained(of.getValue());
      if (trained.isEmpty()) {
        return Optional.empty();
      }
      named.put(
          of.getKey(),
          List.of(new TrainingCell(of.getValue()).key(keys), trained.get().weightHash()));
    }
    if (!named.isEmpty()) {
      parts.put("models", named);
    }
    parts.put("domain", List.of(keys.dataset(model).low(), keys.dataset(model).high()));
    if (threatModel != null) {
      parts.put("threat-model", threatModel);
      parts.put("scope", analysis.scope());
    }
    if (analysis.outcomes()) {
      parts.put("outcomes", outcomes(cells));
    }
    if (analysis.otherRows()) {
      parts.put("other-rows", otherOutcomes(cells));
    }
    parts.put("probes", probes(cells.plan()));
    Map<String, String> read = new TreeMap<>();
    for (AnalysisCell before : after(cells.plan())) {
      Optional<String> key = cells.key(before);
      if (key.isEmpty()) {
        return Optional.empty();
      }
      read.put(before.analysis().plugin().id(), key.get());
    }
    parts.put("after", read);
    return Optional.of(CellKeys.hash(parts));
  }

  /** The reference attacks that it runs, and on how many samples. */
  private Map<String, Object> probes(GridPlan plan) {
    Map<String, Object> probes = new TreeMap<>();
    analysis
        .probes()
        .forEach(
            access ->
                plan.checks()
                    .probe(access)
                    .ifPresent(probe -> probes.put(access.name(), probe.plugin().identity())));
    if (analysis.isCheck() || !probes.isEmpty()) {
      probes.put("samples", plan.checks().samplesOf(model, plan.dataset(model.dataset())));
    }
    return probes;
  }

  /** The images that attacks on other rows have left, by row and attack. */
  private Map<String, Object> otherOutcomes(Cells cells) {
    Map<String, Object> outcomes = new TreeMap<>();
    for (PlannedModel of : otherRows(cells.plan())) {
      for (AttackCell attack : attacksOn(of, cells.plan())) {
        boolean there = cells.trained(of).isPresent() && cells.has(attack);
        outcomes.put(attack.name(), there ? cells.imagesHash(attack).orElse("") : "");
      }
    }
    return outcomes;
  }

  /** What attacks have left: their keys by the labels that results may name. */
  private Map<String, Object> outcomes(Cells cells) {
    Map<String, Object> outcomes = new TreeMap<>();
    for (AttackCell attack : attacks(cells.plan())) {
      String at = attack.attack().label() + " at " + attack.threatModel();
      boolean there = cells.has(attack);
      outcomes.put(at, there ? cells.key(attack).orElseThrow() : "");
      if (there && analysis.images()) {
        outcomes.put(at + ", images", cells.imagesHash(attack).orElse(""));
      }
    }
    return outcomes;
  }

  /** The attacks on the first model that it looks at, in the plan's order. */
  public List<AttackCell> attacks(GridPlan plan) {
    List<AttackCell> found = new ArrayList<>();
    if (!analysis.outcomes()) {
      return found;
    }
    for (PlannedThreatModel threat : threatModels(plan)) {
      for (PlannedAttack attack : plan.attacks()) {
        if (attack.runsUnder(threat) && model.offers(attack.access())) {
          found.add(new AttackCell(model, attack, threat));
        }
      }
    }
    return found;
  }

  /** The threat models whose boards it is about, in the plan's order. */
  public List<PlannedThreatModel> threatModels(GridPlan plan) {
    return plan.threatModels().stream().filter(this::concerns).toList();
  }

  /** Whether it is about the board of a threat model. */
  public boolean concerns(PlannedThreatModel board) {
    if (threatModel == null) {
      return analysis.looksAt(board);
    }
    return analysis.scope() == Scope.NORM
        ? threatModel.norm().equals(board.norm()) && threatModel.kind() == board.kind()
        : threatModel.equals(board);
  }

  /** The analyses of the same subject whose results it reads. */
  public List<AnalysisCell> after(GridPlan plan) {
    return plan.analyses().stream()
        .filter(before -> analysis.after().contains(before.label()))
        .filter(before -> models().stream().allMatch(before::canAsk))
        .map(before -> new AnalysisCell(model, other, before, unit(before)))
        .toList();
  }

  /** What one of them was made for. */
  private PlannedThreatModel unit(PlannedAnalysis before) {
    return before.scope() == Scope.ONCE ? null : threatModel;
  }

  @Override
  public List<Cell> needs(Cells cells) {
    List<Cell> needs = new ArrayList<>();
    for (PlannedModel of : models()) {
      needs.add(new TrainingCell(of));
      needs.add(new CleanCell(of));
    }
    named(cells.plan()).values().forEach(of -> needs.add(new TrainingCell(of)));
    needs.addAll(after(cells.plan()));
    return needs;
  }

  /** The attacks, and those whose outcomes the analyses before it look at. */
  @Override
  public List<Cell> awaits(Cells cells) {
    Set<Cell> awaits = new LinkedHashSet<>(attacks(cells.plan()));
    after(cells.plan()).forEach(before -> awaits.addAll(before.awaits(cells)));
    for (PlannedModel of : otherRows(cells.plan())) {
      awaits.add(new TrainingCell(of));
      // what failed has no attacks to wait for
      if (cells.trained(of).isPresent()) {
        awaits.add(new CleanCell(of));
        if (cells.has(new CleanCell(of))) {
          awaits.addAll(attacksOn(of, cells.plan()));
        }
      }
    }
    return List.copyOf(awaits);
  }

  @Override
  public int stage() {
    return 3;
  }

  @Override
  public boolean essential() {
    return false;
  }
}
