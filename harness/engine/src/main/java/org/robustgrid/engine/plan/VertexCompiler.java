package org.robustgrid.engine.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.kernel.Curve;
import org.robustgrid.engine.kernel.Dense;
import org.robustgrid.engine.kernel.GroupedConvolution;
import org.robustgrid.engine.kernel.TokenDense;
import org.robustgrid.engine.onednn.OneDnn;
import org.robustgrid.engine.operator.ConvolutionVertex;
import org.robustgrid.engine.operator.Elementwise;
import org.robustgrid.engine.operator.Join;
import org.robustgrid.engine.operator.Operator;
import org.robustgrid.engine.operator.OperatorVertex;
import org.robustgrid.engine.operator.Pair;
import org.robustgrid.engine.operator.ParameterVertex;
import org.robustgrid.engine.operator.Product;
import org.robustgrid.engine.operator.SampleVertex;
import org.robustgrid.engine.operator.Softmax;
import org.robustgrid.engine.operator.Standardize;
import org.robustgrid.engine.operator.TokenDenseVertex;
import org.robustgrid.engine.operator.View;

/** Turns one Deeplearning4j vertex that is no layer into nodes. */
final class VertexCompiler {

  private final Compiler compiler;
  private final String name;
  private final GraphVertex vertex;

  VertexCompiler(Compiler compiler, String name, GraphVertex vertex) {
    this.compiler = compiler;
    this.name = name;
    this.vertex = vertex;
  }

  /**
   * Adds the vertex's nodes.
   *
   * @throws IllegalArgumentException naming the vertex, where it is not computed here
   */
  Value compile(List<Value> inputs) {
    if (vertex instanceof ElementWiseVertex wise) {
      return elementWise(wise, inputs);
    }
    if (vertex instanceof ScaleVertex scale) {
      return mapped(inputs.get(0), Curve.line(scale.getScaleFactor(), 0));
    }
    if (vertex instanceof ShiftVertex shift) {
      return mapped(inputs.get(0), Curve.line(1, shift.getShiftFactor()));
    }
    if (vertex instanceof ReshapeVertex reshape) {
      return reshaped(reshape, inputs.get(0));
    }
    if (vertex instanceof MergeVertex merge && merge.getMergeAxis() != 1) {
      throw refused("merges along axis " + merge.getMergeAxis(), "merge channels, axis 1");
    }
    if (vertex instanceof SubsetVertex && inputs.get(0).rank() != 1) {
      throw refused(
          "takes channels out of images, whose shape Deeplearning4j then states wrongly",
          "take features out of vectors");
    }
    if (vertex instanceof L2NormalizeVertex && inputs.get(0).rank() != 1) {
      throw refused(
          "normalizes images, which Deeplearning4j does not in double", "normalize vectors");
    }
    if (vertex instanceof MergeVertex
        || vertex instanceof SubsetVertex
        || vertex instanceof L2NormalizeVertex) {
      return compiler.delegate(name, vertex, inputs);
    }
    if (vertex instanceof SampleVertex sampled) {
      return sampled(sampled, inputs);
    }
    throw refused(
        "is of a class that is not computed",
        "use ElementWiseVertex, L2NormalizeVertex, MergeVertex, PreprocessorVertex, ReshapeVertex,"
            + " ScaleVertex, ShiftVertex or SubsetVertex");
  }

  private Value sampled(SampleVertex sampled, List<Value> inputs) {
    List<long[]> shapes = sampled.inputShapes();
    for (int i = 0; i < Math.max(shapes.size(), inputs.size()); i++) {
      if (shapes.size() != inputs.size() || !Arrays.equals(shapes.get(i), inputs.get(i).shape())) {
        throw refused(
            "reads inputs of the shapes "
                + inputs.stream().map(value -> Arrays.toString(value.shape())).toList(),
            "it is made for " + shapes.stream().map(Arrays::toString).toList());
      }
    }
    if (sampled instanceof OperatorVertex operator) {
      return operator(operator, inputs);
    }
    Value output = compiler.value(sampled.outputShape());
    if (sampled instanceof ParameterVertex) {
      INDArray values = compiler.parameters().value(name, ParameterVertex.VALUES);
      INDArray gradient = compiler.parameters().gradient(name, ParameterVertex.VALUES);
      compiler.add(new ParameterNode(name, output, values, gradient));
    } else if (sampled instanceof TokenDenseVertex) {
      Weights weights = new Weights(compiler.parameters(), name, false).unfoldable();
      compiler.add(
          new AffineNode(name, inputs.get(0), output, weights, new TokenDense(new Dense())));
    } else if (sampled instanceof ConvolutionVertex convolution) {
      Weights weights = new Weights(compiler.parameters(), name, true);
      AffineNode node =
          convolution.transposed()
              ? new AffineNode(
                  name,
                  inputs.get(0),
                  output,
                  weights.unfoldable(),
                  GroupedConvolution.transposed(convolution.windows()))
              : new AffineNode(
                  name,
                  inputs.get(0),
                  output,
                  weights,
                  new GroupedConvolution(convolution.windows()));
      compiler.add(node);
    } else {
      throw refused("is of a class that is not computed", "use an operator of the engine");
    }
    return output;
  }

  private Value operator(OperatorVertex vertex, List<Value> inputs) {
    Operator operator = vertex.operator();
    if (operator instanceof View view && view.reshapesOnly()) {
      return inputs.get(0).reshaped(view.outputShape());
    }
    if (operator instanceof Elementwise wise) {
      return mapped(inputs.get(0), wise.curve());
    }
    Value output = compiler.value(vertex.outputShape());
    boolean fast = compiler.precision() == DataType.FLOAT && OneDnn.get() != null;
    Optional<Node> node = fast ? fast(operator, inputs, output) : Optional.empty();
    compiler.add(node.orElseGet(() -> new OperatorNode(name, inputs, output, operator)));
    return output;
  }

  /** The operator on oneDNN, if it has it. */
  private Optional<Node> fast(Operator operator, List<Value> inputs, Value output) {
    Value first = inputs.get(0);
    if (operator instanceof Standardize standardize) {
      return Optional.of(new StandardizeNode(name, first, output, standardize));
    }
    if (operator instanceof Softmax softmax && !softmax.logarithm()) {
      return Optional.of(new SoftmaxOperatorNode(name, first, output, softmax));
    }
    if (operator instanceof Product) {
      return Optional.of(new ProductNode(name, inputs, output));
    }
    if (operator instanceof View view) {
      return view.strided()
          .map(strided -> MoveNode.Move.of(strided, first.size()))
          .map(move -> new MoveNode(name, inputs, output, List.of(move), view));
    }
    if (operator instanceof Join join) {
      return Optional.of(join(join, inputs, output));
    }
    return operator instanceof Pair pair ? pair(pair, inputs, output) : Optional.empty();
  }

  private Node join(Join join, List<Value> inputs, Value output) {
    long outer = output.size() / join.run();
    long offset = 0;
    List<MoveNode.Move> moves = new ArrayList<>();
    for (Value input : inputs) {
      long length = input.size() / outer;
      moves.add(MoveNode.Move.run(input.size(), length, join.run(), offset));
      offset += length;
    }
    return new MoveNode(name, inputs, output, moves, null);
  }

  private Optional<Node> pair(Pair pair, List<Value> inputs, Value output) {
    if (!pair.adds() && !pair.multiplies()) {
      return Optional.empty();
    }
    for (int i = 1; i >= 0; i--) {
      Value learnt = inputs.get(i);
      Value other = inputs.get(1 - i);
      Optional<Pair.Repetition> repetition = pair.repetition(i);
      if (learnt.learnt() && !other.learnt() && repetition.isPresent()) {
        return Optional.of(
            new BroadcastNode(name, other, learnt, output, repetition.get(), pair.multiplies()));
      }
    }
    boolean alike = inputs.stream().allMatch(input -> input.size() == output.size());
    return pair.adds() && alike ? Optional.of(new SumNode(name, inputs, output)) : Optional.empty();
  }

  private Value elementWise(ElementWiseVertex wise, List<Value> inputs) {
    long[] shape = inputs.get(0).shape();
    if (!inputs.stream().allMatch(value -> Arrays.equals(value.shape(), shape))) {
      throw refused(
          "joins inputs of the shapes "
              + inputs.stream()
                  .map(value -> Arrays.toString(value.shape()))
                  .collect(Collectors.joining(", ")),
          "give it inputs of one shape");
    }
    if (wise.getOp() == ElementWiseVertex.Op.Add && inputs.size() > 1) {
      Value sum = compiler.value(shape);
      compiler.add(new SumNode(name, inputs, sum));
      return sum;
    }
    return compiler.delegate(name, vertex, inputs);
  }

  private Value mapped(Value input, Curve curve) {
    Value output = compiler.value(input.shape());
    compiler.add(new ActivationNode(name, input, output, curve));
    return output;
  }

  private Value reshaped(ReshapeVertex reshape, Value input) {
    int[] shape = reshape.getNewShape();
    long[] ofSample = Arrays.stream(shape).skip(1).asLongStream().toArray();
    boolean sized = Arrays.stream(ofSample).reduce(1, (a, b) -> a * b) == input.size();
    if (reshape.getReshapeOrder() != 'c'
        || shape[0] != -1
        || !sized
        || ofSample.length != 1 && ofSample.length != 3) {
      throw refused(
          "reshapes to " + Arrays.toString(shape) + " in order " + reshape.getReshapeOrder(),
          "give the shape as [-1, features] or [-1, channels, height, width] in order c");
    }
    return input.reshaped(ofSample);
  }

  private IllegalArgumentException refused(String what, String wayOut) {
    return Refusal.of(name, vertex.getClass(), what, wayOut);
  }
}
