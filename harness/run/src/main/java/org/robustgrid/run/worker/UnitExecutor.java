package org.robustgrid.run.worker;

import java.util.HashMap;
import java.util.Map;
import org.robustgrid.run.cell.AnalysisCell;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.Cell;
import org.robustgrid.run.cell.CellResult;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.cell.CertificationCell;
import org.robustgrid.run.cell.ClaimCell;
import org.robustgrid.run.cell.CleanAgain;
import org.robustgrid.run.cell.CleanCell;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.cell.TrainingCell;
import org.robustgrid.run.coordinator.RunOptions.Keep;
import org.robustgrid.run.coordinator.WorkUnit;
import org.robustgrid.run.executor.Executor;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plugin.PluginRegistry;

/** Executes units. */
final class UnitExecutor {

  private final Cells cells;
  private final OpenDatasets datasets;
  private final ModelLoader models;
  private final TrainingExecutor trainings;
  private final Reclassifier reclassifier;
  private final AttackRerun rerun;
  private final Map<Class<? extends Cell>, CellExecutor<? extends Cell>> evaluations =
      new HashMap<>();

  UnitExecutor(
      RunFolder folder,
      RunManifest manifest,
      Executor executor,
      PluginRegistry registry,
      Keep keep) {
    GridPlan plan = manifest.plan();
    ExecutionProfile profile = manifest.profile();
    FolderStore store = new FolderStore(folder);
    this.cells = new Cells(plan, profile, store);
    this.datasets = new OpenDatasets(plan, registry);
    this.models = new ModelLoader(plan, folder, store, executor, registry);
    this.trainings = new TrainingExecutor(plan, cells.keys(), folder, executor, datasets, models);
    this.reclassifier = new Reclassifier(profile, folder, executor);
    long passes = plan.limits().passes();
    this.rerun =
        new AttackRerun(new AttackExecutor(profile, folder, registry, Keep.NONE, passes), profile);
    register(CleanCell.class, new CleanExecutor(profile));
    register(AttackCell.class, new AttackExecutor(profile, folder, registry, keep, passes));
    register(ClaimCell.class, new ClaimExecutor(profile, folder));
    register(CertificationCell.class, new CertificationExecutor(profile, plan.certification()));
    // attacks of checks have their own effort, which the grid's limits do not restrict
    AttackExecutor probes = new AttackExecutor(profile, folder, registry, Keep.NONE, 0);
    register(AnalysisCell.class, new AnalysisExecutor(profile, folder, registry, models, probes));
  }

  private <C extends Cell> void register(Class<C> kind, CellExecutor<C> executor) {
    evaluations.put(kind, executor);
  }

  /** Computes a unit's result: a {@link CellResult}, or the answer to what an audit asks. */
  Object execute(WorkUnit unit, UnitMonitor monitor) {
    Object result = compute(unit, monitor);
    monitor.requireInTime();
    return result;
  }

  private Object compute(WorkUnit unit, UnitMonitor monitor) {
    if (unit.cell() instanceof TrainingCell training) {
      return trainings.execute(training, unit.key(), monitor);
    }
    PlannedModel planned = unit.cell().model();
    OpenDataset dataset = datasets.get(planned.dataset());
    LoadedModel model = models.load(planned, new TrainingCell(planned).key(cells.keys()));
    if (unit.cell() instanceof AttackCell attack && attack.fixed()) {
      model = model.withFixedRandomness(planned.seed());
    }
    Subject subject = new Subject(unit.key(), planned, model, dataset, cells, monitor);
    return switch (unit.job()) {
      case COMPUTE -> evaluate(unit.cell(), subject);
      case CLASSIFY_AGAIN -> again(unit.cell(), subject);
      case ATTACK_AGAIN -> rerun.execute((AttackCell) unit.cell(), subject, unit.samples());
    };
  }

  private Object again(Cell cell, Subject subject) {
    if (cell instanceof AttackCell attack) {
      return reclassifier.execute(attack, subject);
    }
    CellResult result = evaluate(cell, subject);
    return result instanceof CleanResult clean
        ? new CleanAgain(reclassifier.weightHash(subject), clean)
        : result;
  }

  private <C extends Cell> CellResult evaluate(C cell, Subject subject) {
    // registered by the class of its cells
    @SuppressWarnings("unchecked")
    CellExecutor<C> executor = (CellExecutor<C>) evaluations.get(cell.getClass());
    return executor.execute(cell, subject);
  }
}
