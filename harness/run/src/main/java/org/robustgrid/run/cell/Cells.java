package org.robustgrid.run.cell;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.robustgrid.run.plan.CellKeys;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedAttack;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.PlannedThreatModel;

/** The one list of a plan's cells, with their keys and results as far as they are known. */
public final class Cells {

  private final GridPlan plan;
  private final ResultStore results;
  private final CellKeys keys;
  private final List<Claim> claims;
  // what is found once does not change: results are stored whole, and never replaced
  private final Map<String, ModelResult> trained = new ConcurrentHashMap<>();
  private final Map<String, String> keysByName = new ConcurrentHashMap<>();
  private final Map<String, String> images = new ConcurrentHashMap<>();

  public Cells(GridPlan plan, ExecutionProfile profile, ResultStore results) {
    this.plan = plan;
    this.results = results;
    this.keys = new CellKeys(plan, profile);
    this.claims = results.claims();
  }

  /** The cells of a plan of which nothing is computed yet, in the plan's order. */
  public static List<Cell> planned(GridPlan plan) {
    return planned(plan, rows(plan));
  }

  /**
   * The cells that some models of a plan need, in the plan's order.
   *
   * @param wanted ids of the models that are evaluated; those they learn from, and those that
   *     analyses of them name, are trained too
   */
  public static List<Cell> planned(GridPlan plan, Set<String> wanted) {
    return new Cells(plan, ExecutionProfile.UNDECIDED, ResultStore.EMPTY).of(wanted);
  }

  private static Set<String> rows(GridPlan plan) {
    return plan.rows().stream().map(PlannedModel::id).collect(Collectors.toSet());
  }

  /** Every cell of the plan, in its order. */
  public List<Cell> all() {
    List<Cell> cells = new ArrayList<>();
    plan.models().forEach(model -> add(model, PlannedModel::shown, cells));
    return cells;
  }

  /**
   * The cells that some models need, in the plan's order.
   *
   * @param wanted ids of the models that are evaluated; those they learn from, and those that
   *     analyses of them name, are trained too
   */
  public List<Cell> of(Set<String> wanted) {
    Set<String> needed = new HashSet<>(wanted);
    for (PlannedModel model : plan.rows()) {
      if (wanted.contains(model.id())) {
        AnalysisCell.of(plan, model).stream()
            .flatMap(cell -> cell.named(plan).values().stream())
            .forEach(named -> needed.add(named.id()));
      }
    }
    // a model comes after those it learns from
    for (int i = plan.models().size() - 1; i >= 0; i--) {
      PlannedModel model = plan.models().get(i);
      if (needed.contains(model.id())) {
        needed.addAll(model.models().values());
      }
    }
    List<Cell> cells = new ArrayList<>();
    for (PlannedModel model : plan.models()) {
      if (needed.contains(model.id())) {
        add(model, other -> other.shown() && wanted.contains(other.id()), cells);
      }
    }
    return cells;
  }

  private void add(PlannedModel model, Predicate<PlannedModel> evaluated, List<Cell> cells) {
    cells.add(new TrainingCell(model));
    if (!evaluated.test(model)) {
      return;
    }
    List<Cell> evaluations = new ArrayList<>();
    evaluations.add(new CleanCell(model));
    evaluations.add(new CertificationCell(model));
    for (PlannedThreatModel threat : plan.threatModels()) {
      for (PlannedAttack attack : plan.attacks()) {
        if (attack.runsUnder(threat) && model.offers(attack.access())) {
          evaluations.add(new AttackCell(model, attack, threat));
        }
      }
    }
    if (model.classifier().randomised()) {
      for (Cell attack : List.copyOf(evaluations)) {
        if (attack instanceof AttackCell expected) {
          evaluations.add(expected.withFixedRandomness());
        }
      }
    }
    evaluations.addAll(ClaimCell.of(plan, model, claims));
    for (AnalysisCell analysis : AnalysisCell.of(plan, model)) {
      // of rows in different shards the run that merges them is asked
      if (analysis.models().stream().allMatch(evaluated)
          && analysis.otherRows(plan).stream().allMatch(evaluated)) {
        evaluations.add(analysis);
      }
    }
    evaluations.stream().filter(cell -> cell.applies(this)).forEach(cells::add);
  }

  /** The cells whose keys are known: all trainings, and the evaluations of trained models. */
  public List<Cell> known() {
    return all().stream().filter(cell -> key(cell).isPresent()).toList();
  }

  public GridPlan plan() {
    return plan;
  }

  public CellKeys keys() {
    return keys;
  }

  public ResultStore results() {
    return results;
  }

  /** The cell's content key; empty as long as what it depends on is not computed. */
  public Optional<String> key(Cell cell) {
    String name = cell.name();
    String known = keysByName.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<String> key = cell.key(this);
    // the key of what waits for others may depend on how they end
    if (cell.awaits(this).isEmpty()) {
      key.ifPresent(found -> keysByName.put(name, found));
    }
    return key;
  }

  /** Whether the cell has a result; it is not read. */
  public boolean has(Cell cell) {
    return key(cell).filter(key -> results.has(key, cell.resultType())).isPresent();
  }

  /** The cell's result. */
  public Optional<? extends CellResult> result(Cell cell) {
    return key(cell).flatMap(key -> results.get(key, cell.resultType()));
  }

  /** The cell's result as what it is. */
  public <R extends CellResult> Optional<R> result(Cell cell, Class<R> type) {
    return result(cell).map(type::cast);
  }

  /** Why the cell failed, if it was tried. */
  public Optional<CellFailure> failure(Cell cell) {
    return key(cell).flatMap(results::failure);
  }

  /** The result of a model's training. */
  public Optional<ModelResult> trained(PlannedModel model) {
    ModelResult known = trained.get(model.id());
    if (known != null) {
      return Optional.of(known);
    }
    Optional<ModelResult> found = result(new TrainingCell(model), ModelResult.class);
    found.ifPresent(result -> trained.put(model.id(), result));
    return found;
  }

  /** The claims about a model under a threat model, in the order in which they were made. */
  public List<ClaimCell> claims(PlannedModel model, PlannedThreatModel threat) {
    return ClaimCell.of(plan, model, claims).stream()
        .filter(claim -> claim.threatModel().equals(threat))
        .toList();
  }

  /** Hash of the images that an attack kept; empty as long as it has no result. */
  Optional<String> imagesHash(AttackCell attack) {
    String known = images.get(attack.name());
    if (known != null) {
      return Optional.of(known);
    }
    Optional<String> found =
        result(attack, AttackCellResult.class).map(AttackCellResult::adversarialsHash);
    found.ifPresent(hash -> images.put(attack.name(), hash));
    return found;
  }

  /** A description of a key's cell; the key itself if the plan has no such cell. */
  public String nameOf(String key) {
    return all().stream()
        .filter(cell -> key(cell).filter(key::equals).isPresent())
        .map(Cell::name)
        .findFirst()
        .orElse("the cell " + key);
  }
}
