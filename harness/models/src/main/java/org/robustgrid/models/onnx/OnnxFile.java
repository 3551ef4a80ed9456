package org.robustgrid.models.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx;
import onnx.Onnx.TensorProto;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.UnsafeByteOperations;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Refused;

/**
 * An ONNX file's graph, checked as far as it can be without knowing what its operators compute.
 *
 * @param opset version of the operators
 * @param input name of the one input
 * @param inputShape with −1 for sizes that the file leaves open, and their names beside
 * @param openSizes names of the open sizes, empty if they are fixed
 * @param output name of the one output
 * @param nodes that the output depends on, each behind those it reads from
 * @param tensors weights by name
 */
record OnnxFile(
    int opset,
    String input,
    long[] inputShape,
    List<String> openSizes,
    String output,
    List<OnnxNode> nodes,
    Map<String, HostTensor> tensors) {

  static final int OLDEST = 7;
  static final int NEWEST = 24;

  /**
   * Reads a file.
   *
   * @throws Refused in words
   */
  static OnnxFile read(Path file) {
    return of(parse(file), new TensorReader(folder(file)));
  }

  /** The same file with other nodes. */
  OnnxFile with(List<OnnxNode> other) {
    return new OnnxFile(opset, input, inputShape, openSizes, output, other, tensors);
  }

  static Path folder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? Path.of("/") : folder;
  }

  static Onnx.ModelProto parse(Path file) {
    CodedInputStream in;
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size > Integer.MAX_VALUE - 16L) {
        throw new Refused("is larger than 2 GiB; save its weights as external data");
      }
      if (size == 0) {
        throw new Refused("is empty");
      }
      ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
      in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
    } catch (IOException e) {
      throw new Refused("cannot be read: " + e.getMessage(), e);
    }
    // weights stay in the mapped file until they are decoded, and take no heap before
    in.enableAliasing(true);
    Onnx.ModelProto model;
    try {
      model = Onnx.ModelProto.parseFrom(in);
      in.checkLastTagWas(0);
    } catch (IOException e) {
      throw new Refused(
          "is not an ONNX file, or is truncated: its protobuf encoding is damaged ("
              + e.getMessage()
              + ")",
          e);
    }
    if (!model.hasGraph()) {
      throw new Refused("is not an ONNX model: it has no graph");
    }
    return model;
  }

  private static int version(Onnx.ModelProto model) {
    long opset = 0;
    for (Onnx.OperatorSetIdProto set : model.getOpsetImportList()) {
      if (isOwn(set.getDomain())) {
        opset = set.getVersion();
      }
    }
    return (int) Math.min(opset, Integer.MAX_VALUE);
  }

  private static int opset(Onnx.ModelProto model) {
    int opset = version(model);
    if (opset == 0) {
      throw new Refused("names no opset, so the meaning of its operators is not known");
    }
    if (opset < OLDEST || opset > NEWEST) {
      throw new Refused(
          "is of opset "
              + opset
              + ", but "
              + OLDEST
              + " to "
              + NEWEST
              + " are read; export it with another opset_version");
    }
    return opset;
  }

  private static boolean isOwn(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  static OnnxFile of(Onnx.ModelProto model, TensorReader reader) {
    int opset = opset(model);
    Onnx.GraphProto graph = model.getGraph();
    if (graph.getNodeCount() == 0) {
      throw new Refused("has a graph without nodes");
    }
    Map<String, HostTensor> tensors = tensors(graph, reader);
    String output = output(graph);
    List<OnnxNode> nodes = live(graph, output, tensors.keySet());
    List<Onnx.ValueInfoProto> inputs =
        graph.getInputList().stream().filter(i -> !tensors.containsKey(i.getName())).toList();
    if (inputs.size() != 1) {
      throw new Refused(
          "has the inputs "
              + inputs.stream().map(Onnx.ValueInfoProto::getName).toList()
              + ", but a classifier reads one; export it with the others as constants");
    }
    List<String> open = new ArrayList<>();
    long[] shape = inputShape(inputs.get(0), open);
    return new OnnxFile(opset, inputs.get(0).getName(), shape, open, output, nodes, tensors);
  }

  /** What one of several outputs depends on; the inputs are the caller's to bind. */
  static OnnxFile forOutput(Onnx.ModelProto model, Path folder, String output) {
    Map<String, HostTensor> tensors = tensors(model.getGraph(), new TensorReader(folder));
    List<OnnxNode> nodes = live(model.getGraph(), output, tensors.keySet());
    return new OnnxFile(version(model), "", new long[0], List.of(), output, nodes, tensors);
  }

  private static Map<String, HostTensor> tensors(Onnx.GraphProto graph, TensorReader reader) {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      HostTensor read = reader.read(tensor, tensor.getName());
      requireFinite(read, tensor.getName());
      HostTensor known = read.isFloating() ? read.named(tensor.getName()) : read;
      if (tensors.put(tensor.getName(), known) != null) {
        throw new Refused("has two tensors of the name '" + tensor.getName() + "'");
      }
    }
    if (graph.getSparseInitializerCount() > 0) {
      throw new Refused("has sparse tensors, which are not read");
    }
    return tensors;
  }

  private static void requireFinite(HostTensor tensor, String name) {
    if (tensor.isFloating()) {
      for (int i = 0; i < tensor.size(); i++) {
        if (!Double.isFinite(tensor.get(i))) {
          throw new Refused("tensor '" + name + "' holds " + tensor.get(i) + ", no finite number");
        }
      }
    }
  }

  private static String output(Onnx.GraphProto graph) {
    if (graph.getOutputCount() != 1) {
      throw new Refused(
          "has the outputs "
              + graph.getOutputList().stream().map(Onnx.ValueInfoProto::getName).toList()
              + ", but a classifier has one, its logits; export it with that one alone");
    }
    return graph.getOutput(0).getName();
  }

  private static long[] inputShape(Onnx.ValueInfoProto input, List<String> open) {
    Onnx.TypeProto.Tensor type = input.getType().getTensorType();
    int element = type.getElemType();
    if (element != TensorProto.DataType.FLOAT_VALUE
        && element != TensorProto.DataType.DOUBLE_VALUE
        && element != TensorProto.DataType.FLOAT16_VALUE
        && element != TensorProto.DataType.BFLOAT16_VALUE) {
      throw new Refused(
          "input '"
              + input.getName()
              + "' has the type "
              + TensorReader.type(element)
              + ", but images are floating-point numbers");
    }
    if (!type.hasShape()) {
      throw new Refused("input '" + input.getName() + "' has no shape");
    }
    if (type.getShape().getDimCount() == 0) {
      throw new Refused(
          "input '"
              + input.getName()
              + "' is a single number, but [batch, channels, height, width] or [batch, features] is"
              + " needed");
    }
    long[] shape = new long[type.getShape().getDimCount()];
    for (int axis = 0; axis < shape.length; axis++) {
      Onnx.TensorShapeProto.Dimension dimension = type.getShape().getDim(axis);
      shape[axis] = dimension.getDimValue() > 0 ? dimension.getDimValue() : -1;
      String parameter = dimension.getDimParam().isEmpty() ? "?" : dimension.getDimParam();
      open.add(shape[axis] > 0 ? "" : parameter);
    }
    return shape;
  }

  /** The nodes that the output depends on, in the file's order. */
  private static List<OnnxNode> live(Onnx.GraphProto graph, String output, Set<String> tensors) {
    Map<String, Integer> producers = new HashMap<>();
    for (int n = 0; n < graph.getNodeCount(); n++) {
      for (String name : graph.getNode(n).getOutputList()) {
        if (!name.isEmpty() && (producers.put(name, n) != null || tensors.contains(name))) {
          throw new Refused(
              "writes '"
                  + name
                  + "' twice, the second time by node "
                  + OnnxNode.of(graph.getNode(n)).name());
        }
      }
    }
    Set<String> known = new HashSet<>(tensors);
    graph.getInputList().forEach(input -> known.add(input.getName()));
    Set<String> needed = new LinkedHashSet<>(Set.of(output));
    List<OnnxNode> nodes = new ArrayList<>();
    for (int n = graph.getNodeCount() - 1; n >= 0; n--) {
      Onnx.NodeProto proto = graph.getNode(n);
      if (proto.getOutputList().stream().noneMatch(needed::contains)) {
        continue;
      }
      OnnxNode node = OnnxNode.of(proto);
      if (!isOwn(proto.getDomain())) {
        throw node.refused(
            "is an operator of the domain '"
                + proto.getDomain()
                + "', which is not known; export the model with standard operators");
      }
      for (String name : proto.getInputList()) {
        Integer producer = producers.get(name);
        if (!name.isEmpty() && !known.contains(name) && producer == null) {
          throw node.refused("reads '" + name + "', which nothing produces");
        }
        if (producer != null && producer >= n) {
          throw node.refused(
              "reads '"
                  + name
                  + "', which is produced later: nodes are out of order, or form a cycle");
        }
        needed.add(name);
      }
      nodes.add(0, node);
    }
    if (!producers.containsKey(output)) {
      throw new Refused("has the output '" + output + "', which no node produces");
    }
    return nodes;
  }
}
