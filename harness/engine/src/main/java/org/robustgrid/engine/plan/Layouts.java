package org.robustgrid.engine.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.engine.onednn.OneDnn;

/**
 * Decides which values of a program lie in memory as oneDNN's convolutions want them. Values that
 * element-wise layers join have the same layout; they are blocked where a convolution touches them
 * and no layer does that knows plain images only. Images of which a layer puts the channels last
 * lie so from the start, where all that touches them can read it, and that layer is left out.
 */
final class Layouts {

  private final OneDnn oneDnn;
  private final List<Node> nodes;
  private final Map<Value, Value> representative = new HashMap<>();
  private final Set<Value> plain = new HashSet<>();
  private final Set<Value> convolved = new HashSet<>();

  private Layouts(OneDnn oneDnn, List<Node> nodes) {
    this.oneDnn = oneDnn;
    this.nodes = nodes;
  }

  /**
   * Decides for a sequence of layers, and lets its convolutions run on oneDNN where they can.
   *
   * @return the layers that are still needed
   */
  static List<Node> choose(
      List<Node> nodes, Value input, Value output, DataType precision, Variant v) {
    OneDnn oneDnn = precision == DataType.FLOAT ? OneDnn.get() : null;
    if (oneDnn == null) {
      return nodes;
    }
    Layouts layouts = new Layouts(oneDnn, nodes);
    layouts.plain.add(input.root());
    layouts.plain.add(output.root());
    layouts.collect();
    if (!v.fuses()) {
      return nodes;
    }
    layouts.decide();
    return layouts.withoutTranspositions(input, output);
  }

  private Value group(Value value) {
    Value at = value.root();
    while (representative.containsKey(at)) {
      at = representative.get(at);
    }
    return at;
  }

  private void unite(Value a, Value b) {
    Value one = group(a);
    Value other = group(b);
    if (one != other) {
      representative.put(one, other);
    }
  }

  private void collect() {
    for (Node node : nodes) {
      if (node instanceof BatchNormNode norm) {
        norm.scalesOn(oneDnn);
      }
      if (node instanceof ActivationNode
          || node instanceof SumNode
          || node instanceof BatchNormNode norm && norm.blockable()) {
        node.inputs().forEach(value -> unite(value, node.output()));
      } else if (node instanceof AffineNode affine && affine.convolvesOn(oneDnn)) {
        convolved.add(node.input().root());
        convolved.add(node.output().root());
      } else if (!(node instanceof PoolingNode)) {
        node.inputs().forEach(value -> plain.add(value.root()));
        plain.add(node.output().root());
      }
      if (node instanceof AffineNode affine) {
        affine.multipliesOn(oneDnn);
      }
      node.inputs().forEach(this::refuseOddShapes);
      refuseOddShapes(node.output());
    }
  }

  private void refuseOddShapes(Value value) {
    if (value.rank() != 3
        || value.root().rank() != 3
        || value.root().channels() % oneDnn.block() != 0) {
      plain.add(value.root());
    }
  }

  private void decide() {
    boolean moved = true;
    while (moved) {
      moved = false;
      Set<Value> refused = new HashSet<>();
      plain.forEach(value -> refused.add(group(value)));
      for (Node node : nodes) {
        // a pooling of plain images writes plain ones
        if (node instanceof PoolingNode
            && refused.contains(group(node.input()))
            && !refused.contains(group(node.output()))) {
          plain.add(node.output().root());
          moved = true;
        }
      }
    }
    Set<Value> wanted = new HashSet<>();
    convolved.forEach(value -> wanted.add(group(value)));
    plain.forEach(value -> wanted.remove(group(value)));
    for (Node node : nodes) {
      node.inputs().forEach(value -> block(value, wanted));
      block(node.output(), wanted);
    }
  }

  private void block(Value value, Set<Value> wanted) {
    if (wanted.contains(group(value))) {
      value.root().block();
    }
  }

  private List<Node> withoutTranspositions(Value input, Value output) {
    Set<Value> moved = new HashSet<>();
    // one and the same in a network of a single step in place
    Set<Value> refused = new HashSet<>(List.of(group(input), group(output)));
    for (Node node : nodes) {
      if (transposes(node)) {
        MoveNode move = (MoveNode) node;
        boolean last = move.putsChannelsLast();
        moved.add(group(last ? move.input() : move.output()));
        refused.add(group(last ? move.output() : move.input()));
      } else if (!readsChannelsLast(node)) {
        node.inputs().forEach(value -> refused.add(group(value)));
        refused.add(group(node.output()));
      } else if (node instanceof PoolingNode) {
        refused.add(group(node.output()));
      }
      node.inputs().forEach(value -> refuseOtherShapes(value, refused));
    }
    moved.removeAll(refused);
    return moved.isEmpty() ? nodes : leftOut(moved);
  }

  private static boolean transposes(Node node) {
    return node instanceof MoveNode move
        && !move.relu()
        && (move.putsChannelsLast() || move.putsChannelsFirst());
  }

  private boolean readsChannelsLast(Node node) {
    return node instanceof ActivationNode
        || node instanceof SumNode
        || node instanceof BatchNormNode norm && norm.isScale()
        || node instanceof AffineNode affine && affine.convolvesOn(oneDnn)
        || node instanceof PoolingNode pooling && pooling.averages();
  }

  private void refuseOtherShapes(Value value, Set<Value> refused) {
    if (!Arrays.equals(value.shape(), value.root().shape())) {
      refused.add(group(value));
    }
  }

  /** Puts channels last, and lets transpositions share the buffers of what they read. */
  private List<Node> leftOut(Set<Value> moved) {
    List<Node> left = new ArrayList<>();
    List<Node> needed = new ArrayList<>();
    for (Node node : nodes) {
      List<Value> values = new ArrayList<>(node.inputs());
      values.add(node.output());
      values.stream().filter(value -> moved.contains(group(value))).forEach(Value::putChannelsLast);
      boolean free =
          transposes(node)
              && (moved.contains(group(node.input())) || moved.contains(group(node.output())));
      (free ? left : needed).add(node);
    }
    left.forEach(node -> node.output().share(node.input()));
    return needed;
  }
}
