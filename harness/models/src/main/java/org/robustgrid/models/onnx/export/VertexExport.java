package org.robustgrid.models.onnx.export;

import static org.robustgrid.models.onnx.export.OnnxBuilder.whole;
import static org.robustgrid.models.onnx.export.OnnxBuilder.wholes;

import java.util.ArrayList;
import java.util.List;
import onnx.Onnx.AttributeProto;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.robustgrid.engine.operator.ConvolutionVertex;
import org.robustgrid.engine.operator.OperatorVertex;
import org.robustgrid.engine.operator.ParameterVertex;
import org.robustgrid.engine.operator.TokenDenseVertex;
import org.robustgrid.models.onnx.export.OnnxExport.WeightSource;

/** Writes a vertex that is no layer: Deeplearning4j's own, and those of the engine's operators. */
final class VertexExport {

  private final OnnxBuilder onnx;
  private final String name;
  private final WeightSource weights;

  VertexExport(OnnxBuilder onnx, String name, WeightSource weights) {
    this.onnx = onnx;
    this.name = name;
    this.weights = weights;
  }

  /** Adds the vertex's nodes; returns the name of what it computes. */
  String add(GraphVertex vertex, List<String> inputs) {
    if (vertex instanceof ElementWiseVertex pair) {
      return elementWise(pair, inputs);
    } else if (vertex instanceof MergeVertex) {
      return onnx.node(name, "Concat", inputs, whole("axis", 1));
    } else if (vertex instanceof ConvolutionVertex convolution) {
      return convolution(convolution, inputs.get(0));
    } else if (vertex instanceof TokenDenseVertex dense) {
      return dense(dense, inputs.get(0));
    } else if (vertex instanceof ParameterVertex parameter) {
      return parameter(parameter);
    } else if (vertex instanceof OperatorVertex operator) {
      return new OperatorExport(onnx, name, operator).add(inputs);
    }
    throw OnnxExport.refused(name, vertex.getClass().getSimpleName());
  }

  private String elementWise(ElementWiseVertex vertex, List<String> inputs) {
    String operator =
        switch (vertex.getOp()) {
          case Add -> "Add";
          case Subtract -> "Sub";
          case Product -> "Mul";
          case Max -> "Max";
          case Average -> "Mean";
          default -> throw OnnxExport.refused(name, "element-wise " + vertex.getOp());
        };
    if (inputs.size() == 1) {
      return inputs.get(0);
    }
    String result = inputs.get(0);
    if (operator.equals("Mean") || operator.equals("Max")) {
      return onnx.node(name, operator, inputs);
    }
    for (int i = 1; i < inputs.size(); i++) {
      String node = i == inputs.size() - 1 ? name : name + "." + i;
      result = onnx.node(node, operator, List.of(result, inputs.get(i)));
    }
    return result;
  }

  private String convolution(ConvolutionVertex vertex, String source) {
    List<String> inputs = new ArrayList<>(List.of(source, weights.add(name + ".W")));
    String bias = weights.add(name + ".bias");
    if (!bias.isEmpty()) {
      inputs.add(bias);
    }
    long[] in = vertex.inputShapes().get(0);
    long[] out = vertex.outputShape();
    long[] pads = new long[4];
    for (int side = 0; side < 2; side++) {
      long extent = (vertex.kernel()[side] - 1) * vertex.dilation()[side] + 1;
      long larger = vertex.transposed() ? out[side + 1] : in[side + 1];
      long smaller = vertex.transposed() ? in[side + 1] : out[side + 1];
      pads[side] = vertex.before()[side];
      pads[side + 2] =
          (smaller - 1) * vertex.stride()[side] + extent - larger - vertex.before()[side];
    }
    // windows that do not reach the last pixels leave them out
    boolean short0 = pads[2] < 0;
    boolean short1 = pads[3] < 0;
    List<AttributeProto> attributes =
        new ArrayList<>(
            List.of(
                wholes("kernel_shape", vertex.kernel()),
                wholes("strides", vertex.stride()),
                wholes("dilations", vertex.dilation()),
                whole("group", vertex.groups()),
                wholes("pads", pads[0], pads[1], Math.max(0, pads[2]), Math.max(0, pads[3]))));
    if (vertex.transposed() && (short0 || short1)) {
      attributes.add(wholes("output_padding", Math.max(0, -pads[2]), Math.max(0, -pads[3])));
    }
    return onnx.node(
        name,
        vertex.transposed() ? "ConvTranspose" : "Conv",
        inputs,
        attributes.toArray(AttributeProto[]::new));
  }

  private String dense(TokenDenseVertex vertex, String source) {
    String weight = weights.add(name + ".W");
    String bias = weights.add(name + ".bias");
    String product =
        onnx.node(bias.isEmpty() ? name : name + ".product", "MatMul", List.of(source, weight));
    return bias.isEmpty() ? product : onnx.node(name, "Add", List.of(product, bias));
  }

  /** An array that every sample reads, once for each sample. */
  private String parameter(ParameterVertex vertex) {
    long[] shape = vertex.outputShape();
    long[] batched = new long[shape.length + 1];
    batched[0] = 1;
    System.arraycopy(shape, 0, batched, 1, shape.length);
    String values = weights.add(name + "." + ParameterVertex.VALUES, batched);
    String sizes = onnx.node(name + ".shape", "Shape", List.of(OnnxBuilder.INPUT));
    String samples =
        onnx.node(name + ".samples", "Gather", List.of(sizes, onnx.integers(0)), whole("axis", 0));
    String all =
        onnx.node(
            name + ".sizes", "Concat", List.of(samples, onnx.integers(shape)), whole("axis", 0));
    return onnx.node(name, "Expand", List.of(values, all));
  }
}
