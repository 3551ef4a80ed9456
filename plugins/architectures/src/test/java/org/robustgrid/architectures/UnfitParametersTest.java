package org.robustgrid.architectures;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.spi.network.ArchitectureRequest;

/** Invalid parameters are refused by name, with the expected values. */
class UnfitParametersTest {

  static Stream<Arguments> parameters() {
    return Stream.of(
        Arguments.of(new WideResNetProvider(), Map.of("depth", 30), "'depth': expected 6n + 4"),
        Arguments.of(
            new WideResNetProvider(),
            Map.of("stage-widths", List.of(8, 16)),
            "'stage-widths': expected a number for each of the 3 stages, but has 2"),
        Arguments.of(
            new ResNetProvider(),
            Map.of("depth", 20),
            "'depth': expected one of [18, 34, 50, 101, 152], but is 20"),
        Arguments.of(
            new ResNetProvider(),
            Map.of("stage-depths", List.of(1, 1, 1, 1, 1, 1, 1, 1, 1)),
            "'stage-depths': expected at most 8 stages, but has 9"),
        Arguments.of(
            new PreActResNetProvider(),
            Map.of("depth", 50, "style", "deepmind"),
            "'style': deepmind has no bottlenecks"),
        Arguments.of(
            new VggProvider(), Map.of("depth", 18), "'depth': expected one of [11, 13, 16, 19]"),
        Arguments.of(
            new VggProvider(),
            Map.of("stage-depths", List.of(1, 1)),
            "'stage-widths': expected a number for each of the 2 stages, but has 5"),
        Arguments.of(
            new MobileNetProvider(),
            Map.of("widths", List.of(8, 8)),
            "'strides': expected a number for each of the blocks that 'widths' names, 2"),
        Arguments.of(
            new MobileNetProvider(),
            Map.of("widths", List.of()),
            "'widths': expected a number for each block, but has none"),
        Arguments.of(
            new VitProvider(),
            Map.of("heads", 5),
            "'heads': expected a divisor of the width 192, but is 5"),
        Arguments.of(
            new ConvNextProvider(),
            Map.of("stem-stride", 3),
            "'stem-stride': expected the patch's side 4 or that side minus an even number, but is 3"),
        Arguments.of(
            new ConvNextProvider(),
            Map.of("kernel", 4),
            "'kernel': expected an odd number, but is 4"),
        Arguments.of(
            new ConvNextProvider(),
            Map.of("stage-depths", List.of()),
            "'stage-depths': expected 1 to 8 stages, but has 0"));
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void they_are_refused_by_name(
      ArchitectureProvider provider, Map<String, ?> parameters, String message) {
    assertThatThrownBy(() -> provider.create(Parameters.of(provider.descriptor(), parameters)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  static Stream<Arguments> images() {
    return Stream.of(
        Arguments.of(new WideResNetProvider(), 3, "wide-resnet needs images of at least 4x4"),
        Arguments.of(new ResNetProvider(), 7, "resnet needs images of at least 8x8"),
        Arguments.of(new PreActResNetProvider(), 7, "preact-resnet needs images of at least 8x8"),
        Arguments.of(new VggProvider(), 28, "vgg needs images of at least 32x32"),
        Arguments.of(new MobileNetProvider(), 15, "mobilenet needs images of at least 16x16"),
        Arguments.of(new VitProvider(), 30, "'patch': patches of 4x4 pixels do not tile"),
        Arguments.of(new MixerProvider(), 3, "mlp-mixer needs images of at least 4x4"),
        Arguments.of(new ConvNextProvider(), 28, "convnext needs images of at least 32x32"));
  }

  @ParameterizedTest
  @MethodSource("images")
  void images_that_do_not_suit_are_refused(
      ArchitectureProvider provider, int side, String message) {
    ArchitectureRequest request =
        ArchitectureRequest.builder().inputShape(3, side, side).classes(10).seed(1).build();

    assertThatThrownBy(
            () ->
                provider
                    .create(Parameters.of(provider.descriptor(), Map.of()))
                    .configuration(request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
