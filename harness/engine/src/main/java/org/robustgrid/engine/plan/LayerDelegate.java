package org.robustgrid.engine.plan;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A layer over a graph's parameters, stripped of dropout, weight noise and activation function.
 *
 * <p>Deeplearning4j's backward pass repeats the forward pass in training mode, whatever was run
 * before: under a new dropout mask, with new noise. What is left here has no training mode.
 */
final class LayerDelegate implements Delegate {

  private final String type;
  private final Layer layer;
  private final INDArray gradient;

  /**
   * Strips a layer.
   *
   * @param given the graph's own, which stays as it is
   * @param precision of the network; a layer's configuration may still hold an earlier one
   */
  LayerDelegate(Layer given, DataType precision) {
    NeuralNetConfiguration configuration = given.conf().clone();
    configuration.setDataType(precision);
    org.deeplearning4j.nn.conf.layers.Layer stripped = configuration.getLayer();
    stripped.setDataType(precision);
    this.type = stripped.getClass().getSimpleName();
    stripped.setIDropout(null);
    stripped.setConstraints(null);
    if (stripped instanceof BaseLayer weighted) {
      weighted.setWeightNoise(null);
      weighted.setActivationFn(new ActivationIdentity());
    }
    INDArray parameters = given.numParams() == 0 ? null : given.params();
    this.layer =
        stripped.instantiate(
            configuration, List.of(), given.getIndex(), parameters, false, precision);
    if (parameters == null) {
      this.gradient = null;
    } else {
      this.gradient = Nd4j.create(parameters.dataType(), parameters.shape());
      layer.setBackpropGradientsViewArray(gradient);
    }
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public INDArray forward(INDArray[] inputs) {
    layer.clear();
    layer.setInput(inputs[0], LayerWorkspaceMgr.noWorkspaces());
    return layer.activate(false, LayerWorkspaceMgr.noWorkspaces());
  }

  @Override
  public Pair<Gradient, INDArray[]> backward(INDArray[] inputs, INDArray cotangent) {
    layer.setInput(inputs[0], LayerWorkspaceMgr.noWorkspaces());
    Pair<Gradient, INDArray> answer =
        layer.backpropGradient(cotangent, LayerWorkspaceMgr.noWorkspaces());
    return Pair.of(answer.getFirst(), new INDArray[] {answer.getSecond()});
  }

  @Override
  public void close() {
    if (gradient != null) {
      gradient.close();
    }
  }
}
