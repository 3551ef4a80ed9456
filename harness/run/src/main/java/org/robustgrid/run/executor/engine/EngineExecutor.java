package org.robustgrid.run.executor.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.GraphNetwork;
import org.robustgrid.engine.MicroBatchRows;
import org.robustgrid.engine.Networks;
import org.robustgrid.engine.model.ModelFile;
import org.robustgrid.engine.model.NpzFile;
import org.robustgrid.engine.model.WeightHash;
import org.robustgrid.engine.training.EpochTrainer;
import org.robustgrid.engine.training.EpochWeights;
import org.robustgrid.models.ImportedModel;
import org.robustgrid.run.executor.Executor;
import org.robustgrid.run.executor.TrainerRequest;
import org.robustgrid.spi.defense.Trainer;
import org.robustgrid.spi.network.Network;

/** Networks of robustgrid's own engine, in one precision. */
record EngineExecutor(DataType precision) implements Executor {

  @Override
  public Network create(ComputationGraphConfiguration configuration) {
    return Networks.create(configuration, precision);
  }

  @Override
  public Network over(ComputationGraph graph) {
    return Networks.of(graph);
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
    return ModelFile.load(file, precision, inputShape);
  }

  @Override
  public Network adopt(ImportedModel model) {
    return model.network(precision);
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

  @Override
  public OptionalInt fewerAtOnce(Network network) {
    int rows = ((GraphNetwork) network).microBatchRows();
    return rows < MicroBatchRows.asked() ? OptionalInt.of(rows) : OptionalInt.empty();
  }

  @Override
  public Map<String, String> slowLayers(Network network) {
    return ((GraphNetwork) network).layersLeftToDeeplearning4j();
  }
}
