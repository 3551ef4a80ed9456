package org.robustgrid.engine.training;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.model.GraphBacked;
import org.robustgrid.spi.Loss;
import org.robustgrid.spi.LossGradient;
import org.robustgrid.spi.Mode;
import org.robustgrid.spi.Network;
import org.robustgrid.spi.Pass;
import org.robustgrid.spi.RandomKey;

/** A graph as a network, as far as training asks: parameters and (log-)scores. */
record GraphTestNetwork(ComputationGraph graph, long[] inputShape, int classes)
    implements Network, GraphBacked {

  @Override
  public DataType precision() {
    return graph.params().dataType();
  }

  @Override
  public long parameterCount() {
    return graph.numParams();
  }

  @Override
  public INDArray parameters() {
    return graph.params();
  }

  @Override
  public void parametersChanged() {}

  @Override
  public INDArray logits(INDArray images) {
    return graph.outputSingle(images);
  }

  @Override
  public LossGradient lossGradient(INDArray images, Loss loss) {
    throw new IllegalStateException();
  }

  @Override
  public List<String> activationNames() {
    return List.of();
  }

  @Override
  public Map<String, INDArray> activations(INDArray images, Collection<String> names) {
    return Map.of();
  }

  @Override
  public Pass forward(INDArray images, Mode mode, RandomKey random) {
    throw new IllegalStateException();
  }

  @Override
  public Network copy() {
    return new GraphTestNetwork(graph.clone(), inputShape, classes);
  }
}
