package org.robustgrid.engine.plan;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A vertex without parameters. */
final class VertexDelegate implements Delegate {

  private final GraphVertex vertex;

  /**
   * A vertex like a graph's own, which stays as it is.
   *
   * @param precision of the network; the graph's vertex may still have an earlier one
   */
  VertexDelegate(ComputationGraph graph, String name, DataType precision) {
    GraphVertex given = graph.getVertex(name);
    this.vertex =
        graph
            .getConfiguration()
            .getVertices()
            .get(name)
            .instantiate(graph, name, given.getVertexIndex(), null, false, precision);
    vertex.setInputVertices(given.getInputVertices());
  }

  @Override
  public String type() {
    return vertex.getClass().getSimpleName();
  }

  @Override
  public INDArray forward(INDArray[] inputs) {
    vertex.clear();
    set(inputs);
    return vertex.doForward(false, LayerWorkspaceMgr.noWorkspaces());
  }

  private void set(INDArray[] inputs) {
    for (int i = 0; i < inputs.length; i++) {
      vertex.setInput(i, inputs[i], LayerWorkspaceMgr.noWorkspaces());
    }
  }

  @Override
  public Pair<Gradient, INDArray[]> backward(INDArray[] inputs, INDArray cotangent) {
    set(inputs);
    vertex.setEpsilon(cotangent);
    return vertex.doBackward(false, LayerWorkspaceMgr.noWorkspaces());
  }
}
