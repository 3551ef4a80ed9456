package org.robustgrid.testkit.contract;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.robustgrid.spi.analysis.AnalysisProvider;

/**
 * The contract of analyses as tests of JUnit 5: a plugin's test class implements this and says
 * which analysis it is about.
 *
 * <pre>{@code
 * class MyAnalysisTest implements AnalysisContractSuite {
 *   public AnalysisProvider provider() { return new MyAnalysisProvider(); }
 * }
 * }</pre>
 */
public interface AnalysisContractSuite {

  /** The analysis on trial. */
  AnalysisProvider provider();

  /** Its parameters. */
  default Map<String, ?> parameters() {
    return Map.of();
  }

  /** A test for each promise. */
  @TestFactory
  default Stream<DynamicTest> keepsTheContract() {
    return ContractTests.of(AnalysisContract.checks(provider(), parameters()));
  }
}
