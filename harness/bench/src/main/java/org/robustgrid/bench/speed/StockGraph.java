package org.robustgrid.bench.speed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.GraphBacked;

/**
 * The same network and batch, executed by Deeplearning4j itself.
 *
 * <p>Deeplearning4j has one backward pass: it is in training mode, computes the gradients of input
 * and parameters both, and throws the input's away. A vertex in front of the network catches it.
 */
public final class StockGraph implements Passes {

  private static final String CAPTURE = "input-capture";

  private final ComputationGraph graph;
  private final ComputationGraph capturing;
  private final InputCapture capture;
  private final INDArray images;
  private final INDArray oneHot;

  private StockGraph(ComputationGraph graph, INDArray images, INDArray oneHot) {
    this.graph = graph;
    this.images = images;
    this.oneHot = oneHot;
    this.capture = new InputCapture(Nd4j.create(images.dataType(), images.shape().clone()));
    this.capturing = new ComputationGraph(withCapture(graph.getConfiguration().clone(), capture));
    capturing.init();
    capturing.params().assign(graph.params());
  }

  /** The network and the batch of a benched one; weights are copied. */
  public static StockGraph of(BenchedNetwork benched) {
    ComputationGraph graph = GraphBacked.graphOf(benched.network()).clone();
    int[] labels = benched.labels();
    INDArray oneHot = Nd4j.create(benched.images().dataType(), labels.length, benched.classes());
    for (int row = 0; row < labels.length; row++) {
      oneHot.putScalar(row, labels[row], 1);
    }
    return new StockGraph(graph, benched.images().dup('c'), oneHot);
  }

  private static ComputationGraphConfiguration withCapture(
      ComputationGraphConfiguration configuration, InputCapture capture) {
    String input = configuration.getNetworkInputs().get(0);
    Map<String, List<String>> inputs = configuration.getVertexInputs();
    for (Map.Entry<String, List<String>> entry : inputs.entrySet()) {
      List<String> renamed = new ArrayList<>(entry.getValue());
      renamed.replaceAll(name -> name.equals(input) ? CAPTURE : name);
      entry.setValue(renamed);
    }
    inputs.put(CAPTURE, new ArrayList<>(List.of(input)));
    configuration.getVertices().put(CAPTURE, capture);
    return configuration;
  }

  @Override
  public INDArray forward() {
    return graph.outputSingle(images);
  }

  @Override
  public INDArray inputGradient() {
    backward(capturing);
    return capture.gradient();
  }

  @Override
  public INDArray parameterGradient() {
    backward(graph);
    return graph.gradient().gradient();
  }

  private void backward(ComputationGraph of) {
    of.setInputs(images);
    of.setLabels(oneHot);
    of.computeGradientAndScore();
  }

  @Override
  public String toString() {
    return "Deeplearning4j over " + Arrays.toString(images.shape());
  }
}
