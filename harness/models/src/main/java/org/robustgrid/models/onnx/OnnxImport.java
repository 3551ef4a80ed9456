package org.robustgrid.models.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.robustgrid.models.graph.Blueprint;
import org.robustgrid.models.graph.Dims;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Operand;
import org.robustgrid.models.graph.Refused;
import org.robustgrid.models.graph.SampleValue;
import org.robustgrid.models.graph.Sketch;

/** Walks through a file's nodes and lowers each: what is known is computed, the rest sketched. */
final class OnnxImport {

  private static final Map<String, Handler> HANDLERS = new TreeMap<>();

  static {
    ElementHandlers.register(HANDLERS);
    ShapeHandlers.register(HANDLERS);
    HostHandlers.register(HANDLERS);
    IndexHandlers.register(HANDLERS);
    MatrixHandlers.register(HANDLERS);
    EinsumHandler.register(HANDLERS);
    WindowHandlers.register(HANDLERS);
    ReductionHandlers.register(HANDLERS);
    NormHandlers.register(HANDLERS);
    ResizeHandlers.register(HANDLERS);
  }

  /** Names of the operators that are read. */
  static Set<String> operators() {
    return HANDLERS.keySet();
  }

  private final OnnxFile file;
  private final TensorReader reader;
  private final Sketch sketch = new Sketch();
  private final Map<String, Operand> values = new HashMap<>();
  private final Set<String> truths = new HashSet<>();
  private final Map<String, Integer> readers = new HashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final long batch;
  private final boolean straightThrough;

  /**
   * An import.
   *
   * @param batch the batch size that the file's shapes are written for, or −1 if it is open
   * @param straightThrough whether rounding has the identity's derivatives
   */
  OnnxImport(OnnxFile file, TensorReader reader, long batch, boolean straightThrough) {
    this.file = file.with(Patterns.simplified(file, reader));
    this.reader = reader;
    this.batch = batch;
    this.straightThrough = straightThrough;
    values.putAll(file.tensors());
    for (OnnxNode node : this.file.nodes()) {
      node.inputs().forEach(name -> readers.merge(name, 1, Integer::sum));
    }
    readers.merge(file.output(), 1, Integer::sum);
  }

  Sketch sketch() {
    return sketch;
  }

  int opset() {
    return file.opset();
  }

  TensorReader reader() {
    return reader;
  }

  /** The batch size that the file's shapes are written for, or −1. */
  long batch() {
    return batch;
  }

  /** Whether rounding has the identity's derivatives. */
  boolean straightThrough() {
    return straightThrough;
  }

  void note(String note) {
    if (!notes.contains(note)) {
      notes.add(note);
    }
  }

  List<String> notes() {
    return notes;
  }

  /** Gives a graph input a value. */
  void bind(String name, Operand value) {
    values.put(name, value);
  }

  /** Lowers all nodes. */
  void run() {
    for (OnnxNode node : file.nodes()) {
      Handler handler = HANDLERS.get(node.operator());
      if (handler == null) {
        throw node.refused(
            "is an operator that is not read; run the model as a Python process instead, or export"
                + " it without");
      }
      sketch.enter(node.outputs().get(0));
      try {
        handler.lower(this, node);
      } catch (Refused e) {
        throw e;
      } catch (RuntimeException e) {
        // whatever a malformed node runs into is the file's fault
        throw new Refused(
            "node '"
                + node.name()
                + "' ("
                + node.operator()
                + "), whose inputs have the shapes "
                + shapes(node)
                + ": "
                + e.getMessage(),
            e);
      }
    }
  }

  private List<String> shapes(OnnxNode node) {
    return node.inputs().stream()
        .filter(values::containsKey)
        .map(name -> name + " " + values.get(name).dims())
        .toList();
  }

  Operand value(String name) {
    return values.get(name);
  }

  Operand input(OnnxNode node, int index) {
    if (!node.hasInput(index)) {
      throw node.refused("lacks its input " + index);
    }
    Operand value = values.get(node.inputs().get(index));
    if (value == null) {
      throw node.refused("reads '" + node.inputs().get(index) + "', which is not computed");
    }
    return value;
  }

  /** An input that must be known at import. */
  HostTensor known(OnnxNode node, int index, String what) {
    if (input(node, index) instanceof HostTensor tensor) {
      return tensor;
    }
    throw node.refused(
        "has "
            + what
            + " that depend on the image, which are not read; run the model as a"
            + " Python process instead");
  }

  /** Integers that an attribute or, in later opsets, an input gives; {@code null} for neither. */
  long[] integers(OnnxNode node, String attribute, int index) {
    if (node.has(attribute)) {
      return node.integers(attribute).orElseThrow();
    }
    return node.hasInput(index) ? known(node, index, attribute).longs() : null;
  }

  /** Whether only one node reads what an input of a node holds. */
  boolean readOnce(OnnxNode node, int index) {
    return readers.getOrDefault(node.inputs().get(index), 0) == 1;
  }

  /** The nodes that read what a node writes. */
  List<OnnxNode> readers(String output) {
    return file.nodes().stream().filter(node -> node.inputs().contains(output)).toList();
  }

  /** Says that all numbers that a node writes are truth values, 0 or 1. */
  void putTruth(OnnxNode node) {
    truths.addAll(node.outputs());
  }

  /** Whether an input is of truth values that a node of this file wrote. */
  boolean isTruth(OnnxNode node, int index) {
    return node.hasInput(index) && truths.contains(node.inputs().get(index));
  }

  void put(OnnxNode node, Operand value) {
    put(node, 0, value);
  }

  void put(OnnxNode node, int index, Operand value) {
    values.put(node.outputs().get(index), value);
  }

  SampleValue sample(Operand operand) {
    return sketch.value(operand);
  }

  /** The axis from 0, and never the batch's. */
  static int axis(OnnxNode node, Dims dims, long axis) {
    int from = ShapeRules.axis(node, dims.rank(), axis);
    if (dims.isBatch(from)) {
      throw mixes(node);
    }
    return from;
  }

  static Refused mixes(OnnxNode node) {
    return node.refused(
        "works along the batch axis, so that a sample's logits would depend on the other samples"
            + " of its batch");
  }

  Operand view(Operand from, Dims dims, String... steps) {
    return sketch.operator("view", List.of(steps), dims, from);
  }

  /** The same numbers under other dims. */
  static Operand as(Operand operand, Dims dims) {
    return operand instanceof HostTensor tensor
        ? tensor.reshaped(dims.stored())
        : ((SampleValue) operand).as(dims);
  }

  /** Finds the logits behind the graph's output and ends the network. */
  Blueprint finish() {
    return new OutputRules(this, file).finish();
  }
}
