package org.robustgrid.engine.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.engine.Networks;
import org.robustgrid.engine.model.ModelJson;
import org.robustgrid.engine.model.ParameterLayout;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/** A convolution, batch norm and a dense layer over images of 4 by 4; always the same weights. */
final class TinyNetwork {

  private static final String MODEL =
      """
      {"input": [1, 4, 4], "layers": [
        {"type": "conv2d", "name": "conv", "out": 2, "kernel": 3, "padding": 1},
        {"type": "batchnorm", "name": "norm"},
        {"type": "relu", "name": "relu"},
        {"type": "flatten", "name": "flat"},
        {"type": "linear", "name": "out", "out": 2}]}
      """;

  private TinyNetwork() {}

  static Network of(DataType precision) {
    try {
      var configuration = ModelJson.configuration(new ObjectMapper().readTree(MODEL));
      configuration.setDataType(precision);
      ComputationGraph graph = new ComputationGraph(configuration);
      graph.init();
      RandomStream stream = RandomKey.of(5).stream();
      for (ParameterLayout.Slot slot : ParameterLayout.of(graph).slots()) {
        if (slot.role() == ParameterLayout.Role.WEIGHT) {
          for (long i = 0; i < slot.length(); i++) {
            graph.params().putScalar(slot.offset() + i, 0.3 * stream.nextGaussian());
          }
        }
      }
      return Networks.of(graph);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
