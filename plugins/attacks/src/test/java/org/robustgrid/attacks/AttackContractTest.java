package org.robustgrid.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.robustgrid.spi.AttackProvider;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.ThreatModel;
import org.robustgrid.testkit.contract.AttackContract;

class AttackContractTest {

  static Stream<Arguments> attacks() {
    List<Arguments> all = new ArrayList<>();
    for (AttackProvider provider : ServiceLoader.load(AttackProvider.class)) {
      for (Norm norm : provider.descriptor().norms()) {
        all.add(Arguments.of(provider.descriptor().id(), provider, norm));
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("attacks")
  void everyBundledAttackKeepsTheContract(String id, AttackProvider provider, Norm norm) {
    Map<String, ?> parameters =
        provider.descriptor().parameter("steps").isPresent()
            ? Map.of("steps", 15)
            : id.equals("square") ? Map.of("queries", 40) : Map.of();
    ThreatModel threat = new ThreatModel(norm, norm == Norm.LINF ? 8.0 / 255 : 0.5);
    assertThat(
            AttackContract.violations(
                provider.create(Parameters.of(provider.descriptor(), parameters)), threat))
        .isEmpty();
  }
}
