package org.robustgrid.architectures;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.engine.Networks;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.network.Architecture;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.spi.network.ArchitectureRequest;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.TensorNames;

/** A small configuration of an architecture, for tests that run it. */
record Small(
    String name, ArchitectureProvider provider, Map<String, ?> parameters, List<Long> inputShape) {

  static final int CLASSES = 3;

  private static Small of(String name, ArchitectureProvider provider, Map<String, ?> parameters) {
    return new Small(name, provider, parameters, List.of(2L, 8L, 8L));
  }

  static Stream<Small> all() {
    return Stream.of(
        of("wide-resnet", new WideResNetProvider(), Map.of("depth", 10, "width", 2, "channels", 4)),
        of(
            "wide-resnet of DeepMind",
            new WideResNetProvider(),
            Map.of(
                "depth", 16, "width", 1, "channels", 4, "style", "deepmind", "activation", "silu")),
        of(
            "wide-resnet by stages",
            new WideResNetProvider(),
            Map.of("stage-depths", List.of(2, 1), "stage-widths", List.of(6, 5), "channels", 4)),
        of("resnet", new ResNetProvider(), Map.of("stage-depths", List.of(1, 2), "channels", 4)),
        of(
            "resnet of bottlenecks for ImageNet",
            new ResNetProvider(),
            Map.of(
                "stage-depths",
                List.of(1, 1),
                "channels",
                4,
                "block",
                "bottleneck",
                "stem",
                "imagenet")),
        of(
            "preact-resnet",
            new PreActResNetProvider(),
            Map.of("stage-depths", List.of(1, 2), "channels", 4)),
        of(
            "preact-resnet of bottlenecks on raw shortcuts",
            new PreActResNetProvider(),
            Map.of(
                "stage-depths",
                List.of(1, 1),
                "channels",
                4,
                "block",
                "bottleneck",
                "shortcut",
                "raw",
                "final-norm",
                false)),
        of(
            "preact-resnet of DeepMind",
            new PreActResNetProvider(),
            Map.of("stage-depths", List.of(1, 1), "channels", 4, "style", "deepmind")),
        of(
            "vgg",
            new VggProvider(),
            Map.of("stage-depths", List.of(1, 2), "stage-widths", List.of(4, 6))),
        of(
            "vgg with hidden layers",
            new VggProvider(),
            Map.of(
                "stage-depths",
                List.of(1),
                "stage-widths",
                List.of(4),
                "pool",
                3,
                "hidden",
                List.of(12, 10),
                "dropout",
                0.1)),
        of(
            "mobilenet",
            new MobileNetProvider(),
            Map.of("channels", 4, "widths", List.of(6, 8), "strides", List.of(1, 2))),
        of("vit", new VitProvider(), Map.of("width", 12, "depth", 2, "heads", 3, "hidden", 16)),
        of("mlp-mixer", new MixerProvider(), Map.of("width", 10, "depth", 2)),
        of(
            "convnext",
            new ConvNextProvider(),
            Map.of(
                "patch",
                2,
                "stage-depths",
                List.of(1, 1),
                "stage-widths",
                List.of(6, 8),
                "kernel",
                3,
                "layer-scale",
                0.5)));
  }

  Architecture architecture() {
    return provider.create(Parameters.of(provider.descriptor(), parameters));
  }

  ArchitectureRequest request() {
    long[] shape = inputShape.stream().mapToLong(Long::longValue).toArray();
    return ArchitectureRequest.builder().inputShape(shape).classes(CLASSES).seed(5).build();
  }

  ComputationGraphConfiguration configuration() {
    return architecture().configuration(request());
  }

  List<TensorNames> tensorNames() {
    return architecture().tensorNames(request());
  }

  Network network(DataType precision) {
    return Networks.create(configuration(), precision);
  }

  @Override
  public String toString() {
    return name;
  }
}
