package org.robustgrid.run.worker;

import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.run.coordinator.RunOptions.Keep;
import org.robustgrid.run.coordinator.WorkUnit;
import org.robustgrid.run.folder.CellStore;
import org.robustgrid.run.folder.CheckCells;
import org.robustgrid.run.folder.CleanAgain;
import org.robustgrid.run.folder.CleanResult;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plan.CellKeys;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.data.DataException;

/** Does what a unit asks for. */
final class UnitExecutor {

  private final GridPlan plan;
  private final CellStore store;
  private final OpenDatasets datasets;
  private final ModelLoader models;
  private final TrainingExecutor trainings;
  private final CleanExecutor cleans;
  private final AttackExecutor attacks;
  private final CertificationExecutor certifications;
  private final Reclassifier reclassifier;
  private final AttackRerun rerun;
  private final CheckExecutor checks;

  UnitExecutor(RunFolder folder, RunManifest manifest, PluginRegistry registry, Keep keep) {
    this.plan = manifest.plan();
    this.store = new CellStore(folder);
    this.datasets = new OpenDatasets(plan, registry);
    DataType precision =
        manifest.profile().precision().equals("double") ? DataType.DOUBLE : DataType.FLOAT;
    NetworkEngine engine = new EngineNetworks(precision);
    this.models = new ModelLoader(plan, folder, store, engine, registry);
    CellKeys keys = new CellKeys(plan, manifest.profile());
    this.trainings = new TrainingExecutor(plan, keys, folder, engine, datasets, models);
    this.cleans = new CleanExecutor(manifest.profile());
    this.attacks =
        new AttackExecutor(
            plan, manifest.profile(), folder, registry, keep, plan.limits().passes());
    this.certifications = new CertificationExecutor(manifest.profile(), plan.certification());
    this.reclassifier = new Reclassifier(manifest.profile(), folder, engine);
    this.rerun =
        new AttackRerun(
            new AttackExecutor(
                plan, manifest.profile(), folder, registry, Keep.NONE, plan.limits().passes()),
            manifest.profile(),
            store);
    this.checks =
        new CheckExecutor(
            plan,
            manifest.profile(),
            // the attacks of checks have efforts of their own, which no limit of the grid cuts
            // short
            new AttackExecutor(plan, manifest.profile(), folder, registry, Keep.NONE, 0),
            new CheckCells(plan, keys, store),
            folder);
  }

  /** Computes a unit's result, a record of {@code org.robustgrid.run.folder}. */
  Object execute(WorkUnit unit, UnitMonitor monitor) {
    Object result = compute(unit, monitor);
    monitor.requireInTime();
    return result;
  }

  private Object compute(WorkUnit unit, UnitMonitor monitor) {
    if (unit.kind() == WorkUnit.Kind.TRAINING) {
      return trainings.execute(unit, monitor);
    }
    PlannedModel planned = plan.model(unit.model());
    OpenDataset dataset = datasets.get(planned.dataset());
    LoadedModel model = models.load(planned, unit.modelKey());
    if (unit.kind() == WorkUnit.Kind.CLEAN) {
      return cleans.execute(unit, planned, model, dataset, monitor);
    }
    if (unit.kind() == WorkUnit.Kind.CLEAN_AGAIN) {
      return new CleanAgain(
          reclassifier.weightHash(unit.modelKey(), model),
          cleans.execute(unit, planned, model, dataset, monitor));
    }
    if (unit.kind() == WorkUnit.Kind.CERTIFICATION) {
      return certifications.execute(unit, planned, model, dataset, monitor);
    }
    CleanResult clean =
        store
            .clean(unit.cleanKey())
            .orElseThrow(() -> new DataException("the clean predictions are missing"));
    if (unit.kind() == WorkUnit.Kind.CHECKS) {
      return checks.execute(unit, planned, model, dataset, clean, monitor);
    }
    if (unit.kind() == WorkUnit.Kind.RERUN) {
      return rerun.execute(unit, planned, model, dataset, clean, monitor);
    }
    return unit.kind() == WorkUnit.Kind.RECLASSIFICATION
        ? reclassifier.execute(unit, planned, model, dataset, clean, monitor)
        : attacks.execute(unit, planned, model, dataset, clean, monitor);
  }
}
