package org.robustgrid.engine.operator;

import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A vertex that computes an {@link Operator}.
 *
 * @since 0.1
 */
public final class OperatorVertex extends SampleVertex {

  private static final long serialVersionUID = 1L;

  @JsonProperty private String operator;
  @JsonProperty private String[] arguments;
  private transient Operator made;

  /** For the reader of a configuration. */
  OperatorVertex() {}

  /**
   * A vertex of an operator.
   *
   * @param operator name and arguments as {@link Operators} describes them
   * @param inputShapes of one sample
   * @throws IllegalArgumentException when they do not fit
   */
  public OperatorVertex(String operator, List<String> arguments, List<long[]> inputShapes) {
    super(inputShapes);
    this.operator = operator;
    this.arguments = arguments.toArray(String[]::new);
    operator();
  }

  /** What the vertex computes. */
  public Operator operator() {
    if (made == null) {
      if (operator == null || arguments == null) {
        throw new IllegalArgumentException("'operator' or 'arguments' is missing");
      }
      made = Operators.of(operator, List.of(arguments), inputShapes());
    }
    return made;
  }

  /** The operator's name. */
  public String operatorName() {
    return operator;
  }

  /** The operator's arguments, as {@link Operators} describes them. */
  public List<String> arguments() {
    return List.of(arguments);
  }

  @Override
  public long[] outputShape() {
    return operator().outputShape();
  }

  @Override
  Map<String, long[]> parameterShapes() {
    return Map.of();
  }

  @Override
  SDVariable define(SameDiff graph, SDVariable[] inputs, Map<String, SDVariable> parameters) {
    return operator().define(graph, inputs);
  }

  @Override
  SampleVertex copy() {
    OperatorVertex copy = new OperatorVertex();
    copy.operator = operator;
    copy.arguments = arguments.clone();
    copy.made = made;
    return copy;
  }

  @Override
  List<Object> settings() {
    return List.of(operator, List.of(arguments));
  }
}
