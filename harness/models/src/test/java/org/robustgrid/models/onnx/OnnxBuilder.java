package org.robustgrid.models.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import onnx.Onnx;
import org.nd4j.shade.protobuf.ByteString;

/** Writes small ONNX files. */
final class OnnxBuilder {

  private final Onnx.GraphProto.Builder graph = Onnx.GraphProto.newBuilder();
  private long opset = 13;

  OnnxBuilder opset(long version) {
    opset = version;
    return this;
  }

  /** An input whose sizes of 0 are open. */
  OnnxBuilder input(String name, long... shape) {
    graph.addInput(info(name, shape));
    return this;
  }

  OnnxBuilder output(String name) {
    graph.addOutput(Onnx.ValueInfoProto.newBuilder().setName(name));
    return this;
  }

  private static Onnx.ValueInfoProto info(String name, long... shape) {
    Onnx.TensorShapeProto.Builder dims = Onnx.TensorShapeProto.newBuilder();
    for (long size : shape) {
      Onnx.TensorShapeProto.Dimension.Builder dim = Onnx.TensorShapeProto.Dimension.newBuilder();
      dims.addDim(size > 0 ? dim.setDimValue(size) : dim.setDimParam("N"));
    }
    return Onnx.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            Onnx.TypeProto.newBuilder()
                .setTensorType(Onnx.TypeProto.Tensor.newBuilder().setElemType(1).setShape(dims)))
        .build();
  }

  OnnxBuilder floats(String name, long[] shape, double... values) {
    Onnx.TensorProto.Builder tensor = Onnx.TensorProto.newBuilder().setName(name).setDataType(1);
    for (long size : shape) {
      tensor.addDims(size);
    }
    for (double value : values) {
      tensor.addFloatData((float) value);
    }
    graph.addInitializer(tensor);
    return this;
  }

  OnnxBuilder tensor(String name, long[] shape, long... values) {
    Onnx.TensorProto.Builder tensor =
        Onnx.TensorProto.newBuilder()
            .setName(name)
            .setDataType(Onnx.TensorProto.DataType.INT64_VALUE);
    for (long size : shape) {
      tensor.addDims(size);
    }
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    graph.addInitializer(tensor);
    return this;
  }

  OnnxBuilder integers(String name, long... values) {
    Onnx.TensorProto.Builder tensor =
        Onnx.TensorProto.newBuilder().setName(name).setDataType(7).addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    graph.addInitializer(tensor);
    return this;
  }

  /** A node that bears the name of its output. */
  OnnxBuilder node(String operator, String output, List<String> inputs, Object... attributes) {
    Onnx.NodeProto.Builder node =
        Onnx.NodeProto.newBuilder()
            .setOpType(operator)
            .setName(output)
            .addAllInput(inputs)
            .addOutput(output);
    for (int i = 0; i < attributes.length; i += 2) {
      Onnx.AttributeProto.Builder attribute =
          Onnx.AttributeProto.newBuilder().setName((String) attributes[i]);
      Object value = attributes[i + 1];
      if (value instanceof long[] integers) {
        for (long integer : integers) {
          attribute.addInts(integer);
        }
        attribute.setType(Onnx.AttributeProto.AttributeType.INTS);
      } else if (value instanceof String text) {
        attribute
            .setS(ByteString.copyFromUtf8(text))
            .setType(Onnx.AttributeProto.AttributeType.STRING);
      } else if (value instanceof Long integer) {
        attribute.setI(integer).setType(Onnx.AttributeProto.AttributeType.INT);
      } else {
        attribute
            .setF(((Number) value).floatValue())
            .setType(Onnx.AttributeProto.AttributeType.FLOAT);
      }
      node.addAttribute(attribute);
    }
    graph.addNode(node);
    return this;
  }

  Path write(Path folder) {
    Path file = folder.resolve("model.onnx");
    Onnx.ModelProto model =
        Onnx.ModelProto.newBuilder()
            .setIrVersion(7)
            .addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setVersion(opset))
            .setGraph(graph.setName("graph"))
            .build();
    try {
      return Files.write(file, model.toByteArray());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
