package org.robustgrid.attacks;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.testkit.contract.AttackContract;
import org.robustgrid.testkit.contract.ContractTests;

class AttackContractTest {

  @TestFactory
  Stream<DynamicContainer> everyBundledAttackKeepsTheContract() {
    return ServiceLoader.load(AttackProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .map(
            provider ->
                DynamicContainer.dynamicContainer(
                    provider.descriptor().id(),
                    ContractTests.of(AttackContract.checks(provider, quick(provider)))));
  }

  private static Map<String, ?> quick(AttackProvider provider) {
    return switch (provider.descriptor().id()) {
      case "fgsm" -> Map.of();
      case "square" -> Map.of("queries", 40);
      case "carlini-wagner", "ead" -> Map.of("steps", 30, "initial-constant", 0.1);
      case "fmn" -> Map.of("steps", 30);
      case "contrast", "gaussian-blur", "salt-and-pepper" -> Map.of("steps", 50);
      case "blended-noise" -> Map.of("steps", 50, "directions", 50);
      case "inversion" -> Map.of();
      case "boundary", "hop-skip-jump" -> Map.of("queries", 300);
      case "spsa" -> Map.of("steps", 15, "pairs", 16);
      case "autoattack" -> Map.of("steps", 10, "queries", 20);
      default -> Map.of("steps", 15);
    };
  }
}
