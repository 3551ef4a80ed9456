package org.robustgrid.models.onnx.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import onnx.Onnx;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.TensorProto;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.protobuf.ByteString;

/**
 * An ONNX graph in the making: each call adds a node and returns the name of its output.
 *
 * @since 0.1
 */
public final class OnnxBuilder {

  static final int OPSET = 17;
  private static final int IR_VERSION = 8;

  /** Name of the graph's input. */
  public static final String INPUT = "input";

  static final String OUTPUT = "logits";

  private final Onnx.GraphProto.Builder graph = Onnx.GraphProto.newBuilder().setName("network");
  private final DataType precision;
  private int constants;

  /**
   * Begins a graph.
   *
   * @param precision FLOAT or DOUBLE, of all numbers
   */
  public OnnxBuilder(DataType precision) {
    this.precision = precision;
  }

  /**
   * Adds a node whose output has the node's name, or another one where the name is that of the
   * graph's own input or output.
   */
  public String node(
      String layer, String operator, List<String> inputs, AttributeProto... attributes) {
    boolean taken = layer.equals(INPUT) || layer.equals(OUTPUT);
    return add(taken ? layer + ".layer" : layer, operator, inputs, attributes);
  }

  private String add(
      String name, String operator, List<String> inputs, AttributeProto... attributes) {
    graph.addNode(
        Onnx.NodeProto.newBuilder()
            .setName(name)
            .setOpType(operator)
            .addAllInput(inputs)
            .addAllAttribute(List.of(attributes))
            .addOutput(name));
    return name;
  }

  /** Adds weights. */
  public String weights(String name, double[] values, long... shape) {
    int width = precision == DataType.DOUBLE ? Double.BYTES : Float.BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(values.length * width).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      if (precision == DataType.DOUBLE) {
        bytes.putDouble(value);
      } else {
        bytes.putFloat((float) value);
      }
    }
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type())
            .addAllDims(list(shape))
            .setRawData(ByteString.copyFrom(bytes.flip())));
    return name;
  }

  /** A number that the graph computes with. */
  public String number(double value) {
    return weights("number." + constants++, new double[] {value});
  }

  /** Whole numbers that say how a node works. */
  public String integers(long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
    String name = "sizes." + constants++;
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(values.length)
            .setRawData(ByteString.copyFrom(bytes)));
    return name;
  }

  private int type() {
    return precision == DataType.DOUBLE
        ? TensorProto.DataType.DOUBLE_VALUE
        : TensorProto.DataType.FLOAT_VALUE;
  }

  private static List<Long> list(long... values) {
    return Arrays.stream(values).boxed().toList();
  }

  /** An attribute that is a whole number. */
  public static AttributeProto whole(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  /** An attribute of whole numbers. */
  public static AttributeProto wholes(String name, long... values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(list(values))
        .build();
  }

  /** An attribute that is a number. */
  public static AttributeProto real(String name, double value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF((float) value)
        .build();
  }

  /** An attribute that is a word. */
  public static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  /**
   * Finishes.
   *
   * @param logits name of what becomes the output
   * @param inputShape of one sample
   */
  public Onnx.ModelProto finish(String logits, long[] inputShape, long classes) {
    add(OUTPUT, "Identity", List.of(logits));
    graph.addInput(value(INPUT, inputShape));
    graph.addOutput(value(OUTPUT, classes));
    return Onnx.ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("robustgrid")
        .addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build();
  }

  private Onnx.ValueInfoProto value(String name, long... shape) {
    Onnx.TensorShapeProto.Builder dims = Onnx.TensorShapeProto.newBuilder();
    dims.addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimParam("N"));
    for (long size : shape) {
      dims.addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    return Onnx.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            Onnx.TypeProto.newBuilder()
                .setTensorType(
                    Onnx.TypeProto.Tensor.newBuilder().setElemType(type()).setShape(dims)))
        .build();
  }
}
