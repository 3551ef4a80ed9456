package org.robustgrid.engine.operator;

import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A dense layer over the last axis, with the same weights for all places of the other axes: y = x W
 * + b.
 *
 * @since 0.1
 */
public final class TokenDenseVertex extends SampleVertex {

  private static final long serialVersionUID = 1L;

  @JsonProperty private long outputs;
  @JsonProperty private boolean bias;

  /** Of fresh weights; {@code null} stands for √(1/inputs). */
  @JsonProperty
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private Double deviation;

  /** For the reader of a configuration. */
  TokenDenseVertex() {}

  /**
   * A dense layer.
   *
   * @param inputShape of one sample, [..., inputs]
   * @param outputs numbers that each place gets
   */
  public TokenDenseVertex(long[] inputShape, long outputs, boolean bias) {
    super(List.of(inputShape));
    this.outputs = outputs;
    this.bias = bias;
  }

  /**
   * A dense layer with a bias.
   *
   * @param deviation of fresh weights
   */
  TokenDenseVertex(long[] inputShape, long outputs, double deviation) {
    this(inputShape, outputs, true);
    this.deviation = deviation;
  }

  /** Numbers that each place has. */
  public long inputs() {
    long[] shape = inputShapes().get(0);
    return shape[shape.length - 1];
  }

  public long outputs() {
    return outputs;
  }

  public boolean hasBias() {
    return bias;
  }

  @Override
  public long[] outputShape() {
    long[] shape = inputShapes().get(0);
    shape[shape.length - 1] = outputs;
    return shape;
  }

  @Override
  Map<String, long[]> parameterShapes() {
    return shapes("W", new long[] {inputs(), outputs}, "b", bias ? new long[] {1, outputs} : null);
  }

  @Override
  double initialDeviation(String parameter) {
    if (!parameter.equals("W")) {
      return 0;
    }
    return deviation == null ? Math.sqrt(1.0 / inputs()) : deviation;
  }

  @Override
  SDVariable define(SameDiff graph, SDVariable[] inputs, Map<String, SDVariable> parameters) {
    SDVariable product = inputs[0].reshape(-1, inputs()).mmul(parameters.get("W"));
    SDVariable result = bias ? product.add(parameters.get("b")) : product;
    return result.reshape(Operator.batched(outputShape()));
  }

  @Override
  SampleVertex copy() {
    TokenDenseVertex copy = new TokenDenseVertex();
    copy.outputs = outputs;
    copy.bias = bias;
    copy.deviation = deviation;
    return copy;
  }

  @Override
  List<Object> settings() {
    return List.of(outputs, bias, String.valueOf(deviation));
  }
}
