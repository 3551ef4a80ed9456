package org.robustgrid.testkit.contract;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.spi.defense.DefenseProvider;

/**
 * The contract of defenses as tests of JUnit 5: a plugin's test class implements this and says
 * which defense it is about.
 *
 * <pre>{@code
 * class MyDefenseTest implements DefenseContractSuite {
 *   public DefenseProvider provider() { return new MyDefenseProvider(); }
 * }
 * }</pre>
 */
public interface DefenseContractSuite {

  /** The defense on trial. */
  DefenseProvider provider();

  /** Its parameters, for trainings of seconds: few epochs, few steps. */
  default Map<String, ?> parameters() {
    return Map.of();
  }

  /** A test for each promise. */
  @TestFactory
  default Stream<DynamicTest> keepsTheContract(@TempDir Path folder) {
    return ContractTests.of(DefenseContract.checks(provider(), parameters(), folder));
  }
}
