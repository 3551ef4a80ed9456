package org.robustgrid.engine.operator;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A vertex whose function of a sample is known to the engine, and which Deeplearning4j executes by
 * a SameDiff graph. Its fields are the vertex's JSON.
 *
 * @since 0.1
 */
public abstract class SampleVertex extends SameDiffVertex {

  private static final long serialVersionUID = 1L;

  /** Shapes of one sample's inputs. */
  @JsonProperty private long[][] inputShapes;

  /** For the reader of a configuration. */
  SampleVertex() {}

  SampleVertex(List<long[]> inputShapes) {
    this.inputShapes = inputShapes.stream().map(long[]::clone).toArray(long[][]::new);
  }

  /** Shapes of one sample's inputs, without the batch. */
  public final List<long[]> inputShapes() {
    if (inputShapes == null || inputShapes.length == 0) {
      throw new IllegalArgumentException("'inputShapes' is missing");
    }
    return Arrays.stream(inputShapes).map(long[]::clone).toList();
  }

  /** Shape of one sample's output, without the batch. */
  public abstract long[] outputShape();

  /** Shapes of the parameters by name, weights before biases. */
  abstract Map<String, long[]> parameterShapes();

  /** Standard deviation of a fresh parameter, which is 0 for one that starts as a constant. */
  double initialDeviation(String parameter) {
    return 0;
  }

  /** The constant that a fresh parameter starts from. */
  double initialValue(String parameter) {
    return 0;
  }

  abstract SDVariable define(
      SameDiff graph, SDVariable[] inputs, Map<String, SDVariable> parameters);

  abstract SampleVertex copy();

  @Override
  public final SDVariable defineVertex(
      SameDiff graph,
      Map<String, SDVariable> inputs,
      Map<String, SDVariable> parameters,
      Map<String, SDVariable> masks) {
    SDVariable[] ordered =
        getVertexParams().getInputs().stream().map(inputs::get).toArray(SDVariable[]::new);
    return define(graph, ordered, parameters);
  }

  @Override
  public final void defineParametersAndInputs(SDVertexParams parameters) {
    String[] names = new String[inputShapes.length];
    Arrays.setAll(names, i -> "input" + i);
    parameters.defineInputs(names);
    parameterShapes()
        .forEach(
            (name, shape) -> {
              if (name.equals("b")) {
                parameters.addBiasParam(name, shape);
              } else {
                parameters.addWeightParam(name, shape);
              }
            });
  }

  @Override
  public final void initializeParameters(Map<String, INDArray> parameters) {
    parameters.forEach(
        (name, values) -> {
          double deviation = initialDeviation(name);
          if (deviation == 0) {
            values.assign(initialValue(name));
          } else {
            INDArray drawn = Nd4j.randn(values.dataType(), values.shape());
            values.assign(drawn.muli(deviation).addi(initialValue(name)));
          }
        });
  }

  @Override
  public final GraphVertex clone() {
    SampleVertex copy = copy();
    copy.inputShapes = inputShapes().toArray(long[][]::new);
    copy.updater = updater;
    copy.biasUpdater = biasUpdater;
    copy.regularization = regularization;
    copy.regularizationBias = regularizationBias;
    copy.gradientNormalization = gradientNormalization;
    copy.gradientNormalizationThreshold = gradientNormalizationThreshold;
    copy.dataType = dataType;
    copy.setName(getName());
    return copy;
  }

  /** What distinguishes it from another vertex of its class. */
  abstract List<Object> settings();

  @Override
  public final boolean equals(Object other) {
    return other instanceof SampleVertex vertex
        && vertex.getClass() == getClass()
        && Arrays.deepEquals(vertex.inputShapes, inputShapes)
        && vertex.settings().equals(settings());
  }

  @Override
  protected final boolean canEqual(Object other) {
    return other instanceof SampleVertex;
  }

  @Override
  public final int hashCode() {
    return 31 * Arrays.deepHashCode(inputShapes) + settings().hashCode();
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    long[] shape = outputShape();
    return shape.length == 3
        ? InputType.convolutional(shape[1], shape[2], shape[0])
        : InputType.feedForward(Operator.size(shape));
  }

  @Override
  public void applyGlobalConfigToLayer(NeuralNetConfiguration.Builder global) {
    // nothing of a layer's own to set
  }

  static Map<String, long[]> shapes(Object... namesAndShapes) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (int i = 0; i < namesAndShapes.length; i += 2) {
      if (namesAndShapes[i + 1] != null) {
        shapes.put((String) namesAndShapes[i], (long[]) namesAndShapes[i + 1]);
      }
    }
    return shapes;
  }
}
