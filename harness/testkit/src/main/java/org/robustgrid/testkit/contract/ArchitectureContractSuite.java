package org.robustgrid.testkit.contract;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.spi.network.ArchitectureProvider;

/**
 * The contract of architectures as tests of JUnit 5: a plugin's test class implements this and says
 * which architecture it is about.
 *
 * <pre>{@code
 * class MyArchitectureTest implements ArchitectureContractSuite {
 *   public ArchitectureProvider provider() { return new MyArchitectureProvider(); }
 * }
 * }</pre>
 */
public interface ArchitectureContractSuite {

  /** The architecture on trial. */
  ArchitectureProvider provider();

  /** Its parameters, for networks that answer in milliseconds: few channels. */
  default Map<String, ?> parameters() {
    return Map.of();
  }

  /** Inputs that suit it: [channels, height, width] or [features]. */
  default long[] inputShape() {
    return new long[] {1, 8, 8};
  }

  /** A test for each promise. */
  @TestFactory
  default Stream<DynamicTest> keepsTheContract(@TempDir Path folder) {
    return ContractTests.of(
        ArchitectureContract.checks(provider(), parameters(), inputShape(), folder));
  }
}
