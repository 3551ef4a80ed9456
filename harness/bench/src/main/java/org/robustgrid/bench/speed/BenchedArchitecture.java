package org.robustgrid.bench.speed;

import java.util.List;
import java.util.Map;

/**
 * An architecture as the PyTorch peer defines it, or with its own defaults.
 *
 * @param id of the plugin
 * @param parameters besides its defaults
 * @param inputShape [channels, height, width]
 */
record BenchedArchitecture(String id, Map<String, Object> parameters, List<Long> inputShape) {

  private static final List<Long> DIGIT = List.of(1L, 28L, 28L);
  private static final List<Long> COLOUR = List.of(3L, 32L, 32L);
  private static final List<Long> LARGER = List.of(3L, 64L, 64L);

  /** The network of one of the peer's names, else an architecture by its id. */
  static BenchedArchitecture of(String name) {
    return switch (name) {
      case "wrn-28-10" ->
          new BenchedArchitecture("wide-resnet", Map.of("depth", 28, "width", 10), COLOUR);
      case "preact-18" -> new BenchedArchitecture("preact-resnet", Map.of("depth", 18), COLOUR);
      case "mixer" -> new BenchedArchitecture("mlp-mixer", Map.of(), COLOUR);
      case "mobile" -> new BenchedArchitecture("mobilenet", Map.of(), COLOUR);
      case "convnext" -> new BenchedArchitecture(name, Map.of(), LARGER);
      case "small-cnn" -> new BenchedArchitecture(name, Map.of(), DIGIT);
      default -> new BenchedArchitecture(name, Map.of(), COLOUR);
    };
  }

  long[] shape() {
    return inputShape.stream().mapToLong(Long::longValue).toArray();
  }
}
