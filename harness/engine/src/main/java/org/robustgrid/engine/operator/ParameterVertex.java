package org.robustgrid.engine.operator;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learnt array that every sample reads, such as a class token, a position embedding, a layer's
 * scale. Only the batch size of its input is used.
 *
 * @since 0.1
 */
public final class ParameterVertex extends SampleVertex {

  private static final long serialVersionUID = 1L;

  /** The parameter's name. */
  public static final String VALUES = "W";

  @JsonProperty private long[] shape;
  @JsonProperty private double initial;
  @JsonProperty private double deviation;

  /** For the reader of a configuration. */
  ParameterVertex() {}

  /**
   * A learnt array.
   *
   * @param inputShape of what is read, one sample
   * @param shape of the array; one number has shape [1]
   * @param initial mean of a fresh array's values
   * @param deviation their standard deviation
   */
  public ParameterVertex(long[] inputShape, long[] shape, double initial, double deviation) {
    super(List.of(inputShape));
    this.shape = shape.clone();
    this.initial = initial;
    this.deviation = deviation;
  }

  @Override
  public long[] outputShape() {
    Operator.size(shape);
    return shape.clone();
  }

  @Override
  Map<String, long[]> parameterShapes() {
    // Deeplearning4j and ND4J know no vectors of rank 1 among views of parameters
    return shapes(VALUES, new long[] {1, Operator.size(shape)});
  }

  @Override
  double initialDeviation(String parameter) {
    return deviation;
  }

  @Override
  double initialValue(String parameter) {
    return initial;
  }

  @Override
  SDVariable define(SameDiff graph, SDVariable[] inputs, Map<String, SDVariable> parameters) {
    SDVariable flat = inputs[0].reshape(-1, Operator.size(inputShapes().get(0)));
    SDVariable none = graph.gather(flat, new int[] {0}, 1).mul(0);
    return parameters.get(VALUES).add(none).reshape(Operator.batched(shape));
  }

  @Override
  SampleVertex copy() {
    ParameterVertex copy = new ParameterVertex();
    copy.shape = shape.clone();
    copy.initial = initial;
    copy.deviation = deviation;
    return copy;
  }

  @Override
  List<Object> settings() {
    return List.of(Arrays.toString(shape), initial, deviation);
  }
}
