package org.robustgrid.architectures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.network.Architecture;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.spi.network.ArchitectureRequest;

/** Trained parameters and multiply-adds against the figures that are published for a network. */
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
            38.8e9));
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
