package org.robustgrid.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.autodiff.loss.LossReduce;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.bench.speed.BenchedNetwork;
import org.robustgrid.bench.speed.Passes;
import org.robustgrid.engine.GraphBacked;

/**
 * The same network and batch, executed by SameDiff: one graph for inference, in which batch norm is
 * a factor and a shift, and one for training.
 */
public final class SameDiffGraph implements Passes {

  private static final String INPUT = "images";
  private static final String LOSS = "loss";

  private final SameDiff inference;
  private final SameDiff training;
  private final String logits;
  private final List<String> parameters;
  private final Map<String, INDArray> batch;

  private SameDiffGraph(ComputationGraph graph, INDArray images, INDArray oneHot) {
    this.batch = Map.of(INPUT, images);
    this.inference = SameDiff.create();
    SameDiffLayers applied = new SameDiffLayers(inference, graph, false);
    this.logits = build(inference, applied, images, oneHot);
    inference.createGradFunction(INPUT);
    this.training = SameDiff.create();
    SameDiffLayers trained = new SameDiffLayers(training, graph, true);
    build(training, trained, images, oneHot);
    this.parameters = new ArrayList<>(trained.parameters());
  }

  /** The network and the batch of a benched one; weights are copied. */
  public static SameDiffGraph of(BenchedNetwork benched) {
    int[] labels = benched.labels();
    INDArray oneHot = Nd4j.create(benched.images().dataType(), labels.length, benched.classes());
    for (int row = 0; row < labels.length; row++) {
      oneHot.putScalar(row, labels[row], 1);
    }
    return new SameDiffGraph(
        GraphBacked.graphOf(benched.network()), benched.images().dup('c'), oneHot);
  }

  private static String build(
      SameDiff graph, SameDiffLayers layers, INDArray images, INDArray oneHot) {
    SDVariable input = graph.placeHolder(INPUT, images.dataType(), images.shape().clone());
    SDVariable output = layers.apply(input);
    SDVariable labels = graph.constant("labels", oneHot);
    graph.loss.softmaxCrossEntropy(LOSS, labels, output, null, LossReduce.SUM, 0.0);
    graph.setLossVariables(LOSS);
    return output.name();
  }

  @Override
  public INDArray forward() {
    return inference.output(batch, logits).get(logits);
  }

  @Override
  public INDArray inputGradient() {
    return inference.calculateGradients(batch, INPUT).get(INPUT);
  }

  /** The gradient of the summed cross-entropy with respect to the first layer's weights. */
  @Override
  public INDArray parameterGradient() {
    // the gradients of all parameters are computed; they are separate arrays
    return training.calculateGradients(batch, parameters).get(parameters.get(0));
  }
}
