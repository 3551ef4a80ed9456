package org.robustgrid.run.worker;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.robustgrid.engine.MeasuredKernels;
import org.robustgrid.engine.tuning.KernelTable;
import org.robustgrid.run.grid.TrainingValues;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedDataset;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.network.ArchitectureRequest;
import org.robustgrid.spi.network.Network;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has every network of a plan pass batches as its trainings and attacks do, in a process that
 * measures each kernel it comes across.
 */
final class KernelExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(KernelExecutor.class);

  private final GridPlan plan;
  private final ExecutionProfile profile;
  private final ModelLoader models;
  private final NetworkEngine engine;

  KernelExecutor(
      GridPlan plan, ExecutionProfile profile, ModelLoader models, NetworkEngine engine) {
    this.plan = plan;
    this.profile = profile;
    this.models = models;
    this.engine = engine;
  }

  KernelTable execute(Monitor monitor) {
    Set<List<Object>> passed = new HashSet<>();
    for (PlannedModel model : plan.models()) {
      PlannedDataset dataset = plan.dataset(model.dataset());
      monitor.check();
      if (passed.add(shapes(model, dataset))) {
        pass(model, dataset);
      }
    }
    return MeasuredKernels.table();
  }

  /** Models of equal shapes need to be passed once. */
  private static List<Object> shapes(PlannedModel model, PlannedDataset dataset) {
    Object network =
        model.isFile()
            ? model.fileHash()
            : List.of(model.architecture().id(), model.architecture().parameters());
    return List.of(
        network, dataset.inputShape(), dataset.classNames().size(), trainingBatch(model));
  }

  private static int trainingBatch(PlannedModel model) {
    return model.isFile() ? 0 : TrainingValues.settings(model.training()).batchSize();
  }

  private Network network(PlannedModel model, PlannedDataset dataset) {
    long[] inputShape = dataset.shape();
    int classes = dataset.classNames().size();
    if (model.isFile()) {
      return ForeignModel.load(engine, model, inputShape, classes);
    }
    ArchitectureRequest request =
        ArchitectureRequest.builder().inputShape(inputShape).classes(classes).seed(0).build();
    return engine.create(models.architecture(model).configuration(request));
  }

  private void pass(PlannedModel model, PlannedDataset dataset) {
    Network network = network(model, dataset);
    try {
      KernelPasses passes =
          new KernelPasses(
              network, dataset.classNames().size(), note -> LOG.warn("{}: {}", model.id(), note));
      passes.attack(profile.batch());
      if (!model.isFile()) {
        passes.train(trainingBatch(model));
      }
    } finally {
      ModelLoader.release(network);
    }
  }
}
