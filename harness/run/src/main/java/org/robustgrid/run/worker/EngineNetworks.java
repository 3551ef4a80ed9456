package org.robustgrid.run.worker;

import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.engine.GraphNetwork;
import org.robustgrid.engine.MicroBatchRows;
import org.robustgrid.engine.Networks;
import org.robustgrid.engine.model.ModelFile;
import org.robustgrid.engine.model.WeightHash;
import org.robustgrid.spi.network.Network;

/** Networks of robustgrid's own engine, in one precision. */
final class EngineNetworks implements NetworkEngine {

  private final DataType precision;

  EngineNetworks(DataType precision) {
    this.precision = precision;
  }

  @Override
  public Network create(ComputationGraphConfiguration configuration) {
    return Networks.create(configuration, precision);
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
  public String weightHash(Network network) {
    return WeightHash.of(network);
  }

  @Override
  public Integer fewerAtOnce(Network network) {
    int rows = ((GraphNetwork) network).microBatchRows();
    return rows < MicroBatchRows.asked() ? rows : null;
  }

  @Override
  public Map<String, String> slowLayers(Network network) {
    return ((GraphNetwork) network).layersLeftToDeeplearning4j();
  }
}
