package org.robustgrid.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.robustgrid.engine.kernel.Curve;

/**
 * Rewrites a sequence of layers: drops what does not reach the output, folds batch norm into the
 * layer before it, scale and shift into a layer norm, runs ReLU in place, and behind a max pooling
 * rather than before it, where it has fewer elements to visit. None of it changes a result beyond
 * rounding.
 */
final class Fusion {

  private final List<Node> nodes;
  private final Value output;
  private final boolean folds;
  private final Map<Value, Node> producers = new HashMap<>();
  private final Map<Value, Integer> readers = new HashMap<>();

  Fusion(List<Node> nodes, Value output, boolean folds) {
    this.nodes = nodes;
    this.output = output;
    this.folds = folds;
  }

  List<Node> fused() {
    List<Node> live = live();
    readers.merge(output.root(), 1, Integer::sum);
    for (Node node : live) {
      node.inputs().forEach(value -> readers.merge(value.root(), 1, Integer::sum));
    }
    List<Node> kept = new ArrayList<>();
    for (Node node : live) {
      if (!absorbed(node) && !absorbedByNorm(node, kept)) {
        kept.add(node);
        producers.put(node.output(), node);
        pushReluBehind(node);
      }
    }
    return kept;
  }

  private List<Node> live() {
    Set<Value> needed = new HashSet<>(Set.of(output.root()));
    List<Node> live = new ArrayList<>();
    for (int n = nodes.size() - 1; n >= 0; n--) {
      Node node = nodes.get(n);
      if (needed.contains(node.output().root())) {
        node.inputs().forEach(value -> needed.add(value.root()));
        live.add(0, node);
      }
    }
    return live;
  }

  /** The layer before, if it wrote the value as it is read and nobody else reads it. */
  private Node only(Value value) {
    Node producer = producers.get(value);
    return producer != null && readers.get(value.root()) == 1 ? producer : null;
  }

  private Node before(Node node) {
    return node.inputs().isEmpty() ? null : only(node.input());
  }

  private boolean absorbed(Node node) {
    Node before = before(node);
    if (before == null) {
      return false;
    }
    if (folds
        && node instanceof BatchNormNode norm
        && before instanceof AffineNode affine
        && !affine.relu()
        && affine.weights().foldable()) {
      affine.weights().fold(norm.parameters());
      affine.setOutput(node.output());
      producers.put(node.output(), affine);
      return true;
    }
    if (node instanceof ActivationNode activation
        && activation.curve() == Curve.RELU
        && before.canFuseRelu()) {
      before.fuseRelu(node.output());
      producers.put(node.output(), before);
      return true;
    }
    return false;
  }

  private boolean absorbedByNorm(Node node, List<Node> kept) {
    if (node instanceof BroadcastNode next
        && only(next.input()) instanceof StandardizeNode norm
        && only(next.learnt()) instanceof ParameterNode learnt
        && norm.absorbs(next, learnt)) {
      kept.remove(learnt);
      producers.put(norm.output(), norm);
      return true;
    }
    return false;
  }

  private void pushReluBehind(Node node) {
    Node before = before(node);
    if (before != null
        && before.relu()
        && node instanceof PoolingNode pooling
        && pooling.commutesWithRelu()) {
      before.releaseRelu();
      node.fuseRelu(node.output());
    }
  }
}
