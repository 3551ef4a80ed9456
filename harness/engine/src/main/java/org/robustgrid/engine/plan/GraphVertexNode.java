package org.robustgrid.engine.plan;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer or vertex that no kernel covers, executed by Deeplearning4j itself: first order only, and
 * it allocates. The vertex keeps state of one pass, so every reverse pass runs it forward again.
 */
final class GraphVertexNode extends Node {

  private final ComputationGraph graph;
  private final GraphVertex vertex;
  private final Parameters parameters;
  private final boolean training;

  GraphVertexNode(
      List<Value> inputs,
      Value output,
      ComputationGraph graph,
      GraphVertex vertex,
      Parameters parameters,
      boolean training) {
    super(vertex.getVertexName(), inputs, output);
    this.graph = graph;
    this.vertex = vertex;
    this.parameters = parameters;
    this.training = training;
  }

  @Override
  Step bind(Frame frame) {
    return new Bound(frame);
  }

  private final class Bound implements Step {
    private final Frame frame;
    private final LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();

    Bound(Frame frame) {
      this.frame = frame;
    }

    private INDArray run() {
      // vertices ask the graph for the size of the batch
      graph.setInput(0, frame.networkInput());
      vertex.clear();
      setInputs();
      return vertex.doForward(training, workspaces);
    }

    private void setInputs() {
      for (int i = 0; i < inputs().size(); i++) {
        vertex.setInput(i, frame.activation(inputs().get(i)).dup('c'), workspaces);
      }
    }

    @Override
    public void forward() {
      frame.activation(output()).assign(run());
    }

    @Override
    public void backward(Wanted wanted) {
      run();
      // outside training a layer may have written over its input
      setInputs();
      vertex.setEpsilon(frame.cotangent(output()).dup('c'));
      Pair<Gradient, INDArray[]> answer = vertex.doBackward(false, workspaces);
      if (wanted.parameters() && answer.getFirst() != null) {
        Map<String, INDArray> places = parameters.gradients(name());
        answer
            .getFirst()
            .gradientForVariable()
            .forEach((key, gradient) -> places.get(key).assign(gradient));
      }
      for (int i = 0; i < inputs().size(); i++) {
        Sink sink = frame.sink(GraphVertexNode.this, i);
        if (!sink.skipped(wanted)) {
          sink.array().assign(answer.getSecond()[i]);
          sink.done();
        }
      }
    }

    private UnsupportedOperationException unsupported() {
      return new UnsupportedOperationException(
          "layer '"
              + name()
              + "' ("
              + vertex.getClass().getSimpleName()
              + (vertex.hasLayer()
                  ? " " + vertex.getLayer().conf().getLayer().getClass().getSimpleName()
                  : "")
              + ") is executed by Deeplearning4j, which has no second derivatives");
    }

    @Override
    public void tangent() {
      throw unsupported();
    }

    @Override
    public void tangentBackward(Wanted wanted) {
      throw unsupported();
    }
  }
}
