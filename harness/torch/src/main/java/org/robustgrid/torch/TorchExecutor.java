package org.robustgrid.torch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.GraphBacked;
import org.robustgrid.engine.Networks;
import org.robustgrid.engine.model.ModelFile;
import org.robustgrid.engine.model.NpzFile;
import org.robustgrid.engine.model.WeightHash;
import org.robustgrid.engine.training.EpochTrainer;
import org.robustgrid.engine.training.EpochWeights;
import org.robustgrid.models.ImportedModel;
import org.robustgrid.run.executor.Executor;
import org.robustgrid.run.executor.TrainerRequest;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.defense.Trainer;
import org.robustgrid.spi.network.Network;

/**
 * Networks of a PyTorch process. Passes and gradients are computed on its device, and the trainer's
 * updates too: parameters are fetched on request.
 */
final class TorchExecutor implements Executor {

  private final TorchSettings settings;
  private final TorchServer server;

  TorchExecutor(TorchSettings settings, TorchServer server) {
    this.settings = settings;
    this.server = server;
  }

  @Override
  public DataType precision() {
    return settings.precision();
  }

  @Override
  public Network over(ComputationGraph graph) {
    return TorchNetwork.of(graph, server, settings.microBatch());
  }

  @Override
  public Network create(ComputationGraphConfiguration configuration) {
    try (Network engine = Networks.create(configuration, precision())) {
      return over(GraphBacked.graphOf(engine));
    }
  }

  @Override
  public Trainer trainer(TrainerRequest request) {
    return EpochTrainer.builder()
        .training(request.training())
        .validation(request.validation())
        .inputShape(request.inputShape())
        .domain(request.domain())
        .classes(request.classes())
        .checkpoints(request.checkpoints())
        .keepEpochs(request.keepEpochs())
        .random(request.random())
        .monitor(request.monitor())
        .build();
  }

  @Override
  public void save(Network network, Path file) {
    ModelFile.save(network, file);
  }

  @Override
  public Network load(Path file, long[] inputShape) {
    try {
      return over(ModelFile.loadGraph(file, precision(), inputShape));
    } catch (IllegalArgumentException e) {
      throw new DataException("model file " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Network adopt(ImportedModel model) {
    return model.network(precision(), this::over);
  }

  @Override
  public String weightHash(Network network) {
    return WeightHash.of(network);
  }

  @Override
  public void saveArrays(Map<String, INDArray> arrays, Path file) {
    NpzFile.write(file, arrays);
  }

  @Override
  public Map<String, INDArray> loadArrays(Path file) {
    return NpzFile.read(file);
  }

  @Override
  public List<Epoch> epochs(Path folder) {
    return Files.isDirectory(folder)
        ? EpochWeights.epochs(folder).stream()
            .map(epoch -> new Epoch(epoch, EpochWeights.file(epoch)))
            .toList()
        : List.of();
  }

  @Override
  public void loadEpoch(Network network, Path folder, int epoch) {
    network.parameters().assign(EpochWeights.load(folder, epoch).castTo(network.precision()));
    network.parametersChanged();
  }

  /** As many as the settings say; a device that does not hold them says so. */
  @Override
  public OptionalInt fewerAtOnce(Network network) {
    return OptionalInt.empty();
  }

  @Override
  public Map<String, String> slowLayers(Network network) {
    return Map.of();
  }

  @Override
  public void close() {
    server.close();
  }
}
