package org.robustgrid.core.execute;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.core.grid.TrainingValues;
import org.robustgrid.core.plan.ExecutionProfile;
import org.robustgrid.core.plan.GridPlan;
import org.robustgrid.core.plan.PlannedDataset;
import org.robustgrid.core.plan.PlannedModel;
import org.robustgrid.engine.MeasuredKernels;
import org.robustgrid.engine.tuning.KernelTable;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.objective.MeanLoss;
import org.robustgrid.spi.ArchitectureRequest;
import org.robustgrid.spi.Loss;
import org.robustgrid.spi.Mode;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Network;
import org.robustgrid.spi.Pass;
import org.robustgrid.spi.RandomKey;

/**
 * Has every network of a plan pass batches as its trainings and attacks do, in a process that
 * measures each kernel it comes across.
 */
final class KernelExecutor {

  /** Batches of attacks shrink as samples fall: what is left is taken for the next larger. */
  private static final int FEW = 16;

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
        pass(network(model, dataset), trainingBatch(model), dataset.classNames().size());
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
    if (model.isFile()) {
      return engine.load(Path.of(model.file()));
    }
    ArchitectureRequest request =
        ArchitectureRequest.builder()
            .inputShape(dataset.inputShape().stream().mapToLong(Long::longValue).toArray())
            .classes(dataset.classNames().size())
            .seed(0)
            .build();
    return engine.create(models.architecture(model).configuration(request));
  }

  private void pass(Network network, int trainingBatch, int classes) {
    for (int rows : new TreeSet<>(Set.of(FEW, profile.batch())).descendingSet()) {
      INDArray images = constant(network, rows, 0.5);
      network.logits(images);
      network.lossGradient(images, loss(rows, classes));
    }
    if (trainingBatch > 0) {
      train(network, trainingBatch, classes);
    }
  }

  /** A training step's passes, and those through a tangent. */
  private static void train(Network network, int rows, int classes) {
    INDArray images = constant(network, rows, 0.5);
    INDArray gradient = Nd4j.create(network.precision(), network.parameterCount());
    INDArray ones = Nd4j.ones(network.precision(), rows, classes);
    try (Pass pass = network.forward(images, Mode.TRAINING, RandomKey.of(0))) {
      MeanLoss.accumulate(pass, loss(rows, classes), 1, gradient);
      pass.tangent(constant(network, rows, 1));
      pass.tangentParameterGradient(ones, ones, gradient);
    }
  }

  private static Loss loss(int rows, int classes) {
    int[] labels = new int[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = i % classes;
    }
    return new CrossEntropy(labels);
  }

  private static INDArray constant(Network network, int rows, double value) {
    long[] input = network.inputShape();
    long[] shape = new long[input.length + 1];
    shape[0] = rows;
    System.arraycopy(input, 0, shape, 1, input.length);
    DataType precision = network.precision();
    return Nd4j.ones(precision, shape).muli(value);
  }
}
