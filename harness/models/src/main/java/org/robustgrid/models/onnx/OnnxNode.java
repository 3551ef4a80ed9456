package org.robustgrid.models.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Refused;

/**
 * One node of a file's graph.
 *
 * @param operator without its domain
 * @param name for messages and for the network's vertices
 * @param inputs names; an empty one stands for an input left out
 * @param outputs names
 * @param attributes by name
 */
record OnnxNode(
    String operator,
    String name,
    List<String> inputs,
    List<String> outputs,
    Map<String, Onnx.AttributeProto> attributes) {

  static OnnxNode of(Onnx.NodeProto proto) {
    Map<String, Onnx.AttributeProto> attributes = new LinkedHashMap<>();
    for (Onnx.AttributeProto attribute : proto.getAttributeList()) {
      attributes.put(attribute.getName(), attribute);
    }
    String name = proto.getName();
    if (name.isEmpty()) {
      name = proto.getOutputCount() > 0 ? proto.getOutput(0) : proto.getOpType();
    }
    return new OnnxNode(
        proto.getOpType(),
        name,
        List.copyOf(proto.getInputList()),
        List.copyOf(proto.getOutputList()),
        attributes);
  }

  /** The same node with other inputs. */
  OnnxNode reading(String... names) {
    return new OnnxNode(operator, name, List.of(names), outputs, attributes);
  }

  boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  long integer(String attribute, long otherwise) {
    return has(attribute) ? attributes.get(attribute).getI() : otherwise;
  }

  double number(String attribute, double otherwise) {
    return has(attribute) ? attributes.get(attribute).getF() : otherwise;
  }

  String text(String attribute, String otherwise) {
    return has(attribute) ? attributes.get(attribute).getS().toStringUtf8() : otherwise;
  }

  Optional<long[]> integers(String attribute) {
    return has(attribute)
        ? Optional.of(
            attributes.get(attribute).getIntsList().stream().mapToLong(Long::longValue).toArray())
        : Optional.empty();
  }

  Optional<double[]> numbers(String attribute) {
    return has(attribute)
        ? Optional.of(
            attributes.get(attribute).getFloatsList().stream()
                .mapToDouble(Float::doubleValue)
                .toArray())
        : Optional.empty();
  }

  boolean hasInput(int index) {
    return index < inputs.size() && !inputs.get(index).isEmpty();
  }

  Refused refused(String why) {
    return new Refused("node '" + name + "' (" + operator + ") " + why);
  }

  /** A constant that the node itself holds. */
  HostTensor constant(TensorReader reader) {
    for (Map.Entry<String, Onnx.AttributeProto> entry : attributes.entrySet()) {
      Onnx.AttributeProto value = entry.getValue();
      switch (entry.getKey()) {
        case "value" -> {
          return reader.read(value.getT(), name);
        }
        case "value_float" -> {
          return HostTensor.scalar(value.getF());
        }
        case "value_floats" -> {
          double[] numbers = numbers("value_floats").orElseThrow();
          return HostTensor.of(HostTensor.Kind.FLOATING, new long[] {numbers.length}, numbers);
        }
        case "value_int" -> {
          return HostTensor.integers(value.getI()).reshaped();
        }
        case "value_ints" -> {
          return HostTensor.integers(integers("value_ints").orElseThrow());
        }
        default -> throw refused("holds a '" + entry.getKey() + "', which is not supported");
      }
    }
    throw refused("holds no value");
  }
}
