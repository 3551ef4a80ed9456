package org.robustgrid.models.graph;

import java.util.Arrays;
import java.util.List;

/**
 * What a network reads and answers.
 *
 * @param inputShape [channels, height, width] or [features]
 * @param classes how many logits it gives
 * @since 0.1
 */
public record Signature(List<Long> inputShape, int classes) {

  public Signature {
    inputShape = List.copyOf(inputShape);
  }

  /** A network that reads arrays of a shape. */
  public static Signature of(long[] inputShape, int classes) {
    return new Signature(Arrays.stream(inputShape).boxed().toList(), classes);
  }
}
