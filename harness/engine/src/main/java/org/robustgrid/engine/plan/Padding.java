package org.robustgrid.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.robustgrid.engine.onednn.OneDnn;
import org.robustgrid.engine.operator.View;

/**
 * Lets convolutions on oneDNN read images that a layer before puts zeros around, the usual form of
 * asymmetric padding.
 */
final class Padding {

  private Padding() {}

  /** The layers, of which those that pad may have lost their readers. */
  static List<Node> inConvolutions(List<Node> nodes, OneDnn oneDnn) {
    Map<Value, Node> producers = new HashMap<>();
    List<Node> rewritten = new ArrayList<>();
    for (Node node : nodes) {
      Node kept =
          node instanceof AffineNode convolution
              ? unpadded(convolution, producers, oneDnn).orElse(convolution)
              : node;
      rewritten.add(kept);
      producers.put(kept.output(), kept);
    }
    return rewritten;
  }

  private static Optional<AffineNode> unpadded(
      AffineNode convolution, Map<Value, Node> producers, OneDnn oneDnn) {
    if (producers.get(convolution.input()) instanceof OperatorNode padding
        && padding.operator() instanceof View view) {
      return view.zerosBefore()
          .flatMap(before -> convolution.over(padding.input(), before, oneDnn));
    }
    return Optional.empty();
  }
}
