package org.robustgrid.engine.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;

/** A compiled graph: its layers in forward order, the values between them, and its parameters. */
public final class Program {

  private final List<Node> nodes;
  private final Value input;
  private final Value output;
  private final Map<String, Value> named;
  private final Parameters parameters;
  private final DataType precision;
  private final Map<Node, boolean[]> accumulates = new IdentityHashMap<>();

  Program(
      List<Node> nodes,
      Value input,
      Value output,
      Map<String, Value> named,
      Parameters parameters,
      DataType precision) {
    this.nodes = List.copyOf(nodes);
    this.input = input;
    this.output = output;
    this.named = named;
    this.parameters = parameters;
    this.precision = precision;
    Set<Value> written = new HashSet<>();
    for (int n = nodes.size() - 1; n >= 0; n--) {
      Node node = nodes.get(n);
      boolean[] later = new boolean[node.inputs().size()];
      for (int i = 0; i < later.length; i++) {
        later[i] = !written.add(node.inputs().get(i).root());
      }
      accumulates.put(node, later);
    }
  }

  /** To be called after the parameters changed. */
  public void refresh() {
    nodes.forEach(Node::refresh);
  }

  /** Gives back what all its frames share; none may be used any more. */
  public void close() {
    nodes.forEach(Node::close);
    parameters.close();
  }

  /** Names of the layers and vertices whose outputs exist, in forward order. */
  public List<String> names() {
    return List.copyOf(named.keySet());
  }

  /**
   * Classes of the layers and vertices that no kernel covers, by name in forward order:
   * Deeplearning4j executes them, several times slower, and has no second derivatives of them.
   */
  public Map<String, String> delegated() {
    Map<String, String> delegated = new LinkedHashMap<>();
    for (Node node : nodes) {
      if (node instanceof DelegatedNode left) {
        delegated.put(left.name(), left.type());
      }
    }
    return delegated;
  }

  /** Buffers for a batch. */
  public Frame frame(int rows) {
    return new Frame(this, rows);
  }

  List<Node> nodes() {
    return nodes;
  }

  /** Number of logits. */
  public long outputSize() {
    return output.size();
  }

  Value input() {
    return input;
  }

  Value output() {
    return output;
  }

  Value named(String name) {
    return named.get(name);
  }

  Parameters parameters() {
    return parameters;
  }

  DataType precision() {
    return precision;
  }

  /** Whether another layer has written the input's cotangent before, in reverse order. */
  boolean accumulates(Node node, int index) {
    return accumulates.get(node)[index];
  }

  /** Offsets of the outputs' buffers by value id, for a number of rows. */
  long[] placeActivations(Layout layout, int rows) {
    List<Value> values = values();
    long[] offsets = new long[idBound()];
    for (Value value : values) {
      offsets[value.id()] = layout.place(rows * value.size(), 0, Integer.MAX_VALUE);
    }
    return offsets;
  }

  /** Offsets of the cotangents' buffers, which live from their first writer to their layer. */
  long[] placeCotangents(Layout layout, int rows) {
    int end = nodes.size();
    long[] offsets = new long[idBound()];
    int[] first = new int[idBound()];
    int[] last = new int[idBound()];
    java.util.Arrays.fill(first, Integer.MAX_VALUE);
    java.util.Arrays.fill(last, end);
    first[output.root().id()] = 0;
    for (int n = 0; n < nodes.size(); n++) {
      Node node = nodes.get(n);
      int time = end - n;
      last[node.output().root().id()] = time;
      for (Value in : node.inputs()) {
        first[in.root().id()] = Math.min(first[in.root().id()], time);
      }
    }
    last[input.root().id()] = Integer.MAX_VALUE - 1;
    List<Value> values = values();
    for (int v = values.size() - 1; v >= 0; v--) {
      Value value = values.get(v);
      int id = value.id();
      offsets[id] = layout.place(rows * value.size(), first[id], Math.max(first[id], last[id]));
    }
    return offsets;
  }

  /** Elements a row of the largest value has: the size of scratch. */
  long largest() {
    return values().stream().mapToLong(Value::size).max().orElse(1);
  }

  private List<Value> values() {
    List<Value> values = new ArrayList<>();
    values.add(input.root());
    for (Node node : nodes) {
      values.add(node.output().root());
    }
    return values;
  }

  int idBound() {
    return values().stream().mapToInt(Value::id).max().orElse(0) + 1;
  }
}
