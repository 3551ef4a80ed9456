package org.robustgrid.engine.plan;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.robustgrid.engine.kernel.Curve;

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
          "takes channels out of images, whose shape Deeplearning4j then tells wrongly",
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
    throw refused(
        "is of a class that is not computed",
        "use ElementWiseVertex, L2NormalizeVertex, MergeVertex, PreprocessorVertex, ReshapeVertex,"
            + " ScaleVertex, ShiftVertex or SubsetVertex");
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
