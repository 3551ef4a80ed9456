package org.robustgrid.architectures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.robustgrid.models.MultiplyAdds;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.network.Architecture;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.spi.network.ArchitectureRequest;

/** Compares trained parameters and multiply-adds with the published figures of networks. */
class PublishedSizesTest {

  private static Arguments row(
      String name,
      ArchitectureProvider provider,
      Map<String, ?> parameters,
      int side,
      int classes,
      long trained,
      double multiplyAdds) {
    return Arguments.of(name, provider, parameters, side, classes, trained, multiplyAdds);
  }

  static Stream<Arguments> networks() {
    return Stream.of(
        row("WRN-28-10", new WideResNetProvider(), Map.of(), 32, 10, 36_479_194, 5.25e9),
        row("WRN-34-10", new WideResNetProvider(), Map.of("depth", 34), 32, 10, 46_160_474, 6.66e9),
        row(
            "WRN-70-16",
            new WideResNetProvider(),
            Map.of("depth", 70, "width", 16, "style", "deepmind", "activation", "silu"),
            32,
            10,
            266_796_506,
            38.8e9),
        row(
            "ResNet-18 for CIFAR-10",
            new ResNetProvider(),
            Map.of(),
            32,
            10,
            11_173_962L,
            0.5556e9),
        row(
            "ResNet-18",
            new ResNetProvider(),
            Map.of("stem", "imagenet"),
            224,
            1000,
            11_689_512L,
            1.814e9),
        row(
            "ResNet-34",
            new ResNetProvider(),
            Map.of("depth", 34, "stem", "imagenet"),
            224,
            1000,
            21_797_672L,
            3.664e9),
        row(
            "ResNet-50",
            new ResNetProvider(),
            Map.of("depth", 50, "stem", "imagenet"),
            224,
            1000,
            25_557_032L,
            4.089e9),
        row(
            "ResNet-101",
            new ResNetProvider(),
            Map.of("depth", 101, "stem", "imagenet"),
            224,
            1000,
            44_549_160L,
            7.801e9),
        row("PreActResNet-18", new PreActResNetProvider(), Map.of(), 32, 10, 11_172_170L, 0.5556e9),
        row(
            "PreActResNet-18 without final norm",
            new PreActResNetProvider(),
            Map.of("final-norm", false),
            32,
            10,
            11_171_146L,
            0.5556e9),
        row(
            "VGG-11 with batch norm",
            new VggProvider(),
            Map.of("depth", 11, "pool", 7, "hidden", List.of(4096, 4096)),
            224,
            1000,
            132_868_840L,
            7.609e9),
        row(
            "VGG-13 with batch norm",
            new VggProvider(),
            Map.of("depth", 13, "pool", 7, "hidden", List.of(4096, 4096)),
            224,
            1000,
            133_053_736L,
            11.308e9),
        row(
            "VGG-16 with batch norm",
            new VggProvider(),
            Map.of("depth", 16, "pool", 7, "hidden", List.of(4096, 4096)),
            224,
            1000,
            138_365_992L,
            15.47e9),
        row(
            "VGG-19 with batch norm",
            new VggProvider(),
            Map.of("depth", 19, "pool", 7, "hidden", List.of(4096, 4096)),
            224,
            1000,
            143_678_248L,
            19.632e9),
        row(
            "ViT-B/16",
            new VitProvider(),
            Map.of("patch", 16, "width", 768, "depth", 12, "heads", 12),
            224,
            1000,
            86_567_656L,
            17.564e9),
        row(
            "ViT-B/32",
            new VitProvider(),
            Map.of("patch", 32, "width", 768, "depth", 12, "heads", 12),
            224,
            1000,
            88_224_232L,
            4.409e9),
        row(
            "Mixer-B/16",
            new MixerProvider(),
            Map.of("patch", 16, "width", 768, "depth", 12),
            224,
            1000,
            59_880_472L,
            12.62e9),
        row("ConvNeXt-T", new ConvNextProvider(), Map.of(), 224, 1000, 28_589_128L, 4.456e9),
        row(
            "ConvNeXt-B",
            new ConvNextProvider(),
            Map.of(
                "stage-depths", List.of(3, 3, 27, 3), "stage-widths", List.of(128, 256, 512, 1024)),
            224,
            1000,
            88_591_464L,
            15.355e9),
        row(
            "MobileNet",
            new MobileNetProvider(),
            Map.of("stem", "imagenet"),
            224,
            1000,
            4_231_976L,
            0.569e9));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void a_network_has_its_published_size(
      String name,
      ArchitectureProvider provider,
      Map<String, ?> parameters,
      int side,
      int classes,
      long trained,
      double multiplyAdds) {
    Architecture architecture = provider.create(Parameters.of(provider.descriptor(), parameters));
    ArchitectureRequest request =
        ArchitectureRequest.builder().inputShape(3, side, side).classes(classes).seed(1).build();

    assertThat(trained(architecture, request)).isEqualTo(trained);
    long counted = MultiplyAdds.of(architecture.configuration(request), 3, side, side);
    assertThat((double) counted).isCloseTo(multiplyAdds, Offset.offset(0.005 * multiplyAdds));
  }

  private static long trained(Architecture architecture, ArchitectureRequest request) {
    return architecture.tensorNames(request).get(0).places().entrySet().stream()
        .filter(entry -> !entry.getKey().contains(".running_"))
        .mapToLong(entry -> Arrays.stream(entry.getValue().shape()).reduce(1, (a, b) -> a * b))
        .sum();
  }
}
