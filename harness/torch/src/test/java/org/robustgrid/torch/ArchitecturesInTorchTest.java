package org.robustgrid.torch;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.engine.Networks;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.spi.network.ArchitectureRequest;
import org.robustgrid.spi.network.Mode;
import org.robustgrid.spi.network.Network;

/** Every architecture computes in PyTorch what it computes on the engine, derivatives included. */
class ArchitecturesInTorchTest {

  private static TorchServer server;
  private static TorchServer otherWays;

  @BeforeAll
  static void start() {
    server = PyTorch.server(DataType.DOUBLE);
    otherWays =
        new TorchServer(
            PyTorch.interpreter(),
            "cpu",
            DataType.DOUBLE,
            Set.of("window-maxima", "backward-tangents"));
  }

  @AfterAll
  static void end() {
    if (server != null) {
      server.close();
      otherWays.close();
    }
  }

  /** An architecture with few parameters. */
  private record Small(String id, Map<String, ?> parameters) {}

  static Stream<Small> architectures() {
    Map<String, Object> wide = Map.of("depth", 10, "width", 1, "channels", 4);
    return Stream.of(
        new Small("mlp", Map.of("hidden", List.of(7, 5))),
        new Small("small-cnn", Map.of("channels", List.of(3, 4), "dense", 6)),
        new Small("resnet-18", Map.of("width", 2)),
        new Small("wide-resnet", wide),
        new Small(
            "wide-resnet",
            Map.of(
                "depth", 10, "width", 1, "channels", 4, "style", "deepmind", "activation", "silu")),
        new Small(
            "resnet",
            Map.of(
                "stage-depths",
                List.of(1, 1),
                "channels",
                4,
                "block",
                "bottleneck",
                "stem",
                "imagenet")),
        new Small("preact-resnet", Map.of("stage-depths", List.of(1, 2), "channels", 4)),
        new Small("vgg", Map.of("stage-depths", List.of(1, 2), "stage-widths", List.of(4, 6))),
        new Small(
            "mobilenet", Map.of("channels", 4, "widths", List.of(6, 8), "strides", List.of(1, 2))),
        new Small("vit", Map.of("width", 12, "depth", 2, "heads", 3, "hidden", 16)),
        new Small("mlp-mixer", Map.of("width", 10, "depth", 2)),
        new Small(
            "convnext",
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

  private static TwoExecutors networks(Small small, TorchServer on) {
    ArchitectureProvider provider =
        ServiceLoader.load(ArchitectureProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> each.descriptor().id().equals(small.id()))
            .findFirst()
            .orElseThrow();
    ArchitectureRequest request =
        ArchitectureRequest.builder().inputShape(2, 8, 8).classes(3).seed(5).build();
    try (Network network =
        Networks.create(
            provider
                .create(Parameters.of(provider.descriptor(), small.parameters()))
                .configuration(request),
            DataType.DOUBLE)) {
      return TwoExecutors.of(TwoExecutors.graph(network), on);
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void both_executors_answer_the_same(Small small) {
    try (TwoExecutors networks = networks(small, server)) {
      networks.answerTheSame();
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void both_executors_differentiate_the_same_in_every_mode(Small small) {
    try (TwoExecutors networks = networks(small, server)) {
      networks.differentiateTheSame(Mode.INFERENCE, true);
      networks.differentiateTheSame(Mode.BATCH_STATISTICS, true);
      networks.differentiateTheSame(Mode.TRAINING, true);
      // with the running statistics that training has moved
      networks.answerTheSame();
    }
  }

  /** Maxima as on a GPU, and tangents as where PyTorch has no forward mode of an operation. */
  @ParameterizedTest
  @MethodSource("architectures")
  void the_ways_of_other_devices_and_versions_give_the_same(Small small) {
    try (TwoExecutors networks = networks(small, otherWays)) {
      networks.answerTheSame();
      networks.differentiateTheSame(Mode.INFERENCE, true);
      networks.differentiateTheSame(Mode.BATCH_STATISTICS, true);
    }
  }
}
