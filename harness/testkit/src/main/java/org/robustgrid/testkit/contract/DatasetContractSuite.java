package org.robustgrid.testkit.contract;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.robustgrid.spi.data.DatasetProvider;

/**
 * The contract of data sets as tests of JUnit 5: a plugin's test class implements this and says
 * which data set it is about.
 *
 * <pre>{@code
 * class MyDatasetTest implements DatasetContractSuite {
 *   public DatasetProvider provider() { return new MyDatasetProvider(); }
 * }
 * }</pre>
 */
public interface DatasetContractSuite {

  /** The data set on trial. */
  DatasetProvider provider();

  /** Its parameters: files of a few samples, for example. */
  default Map<String, ?> parameters() {
    return Map.of();
  }

  /** A test for each promise. */
  @TestFactory
  default Stream<DynamicTest> keepsTheContract() {
    return ContractTests.of(DatasetContract.checks(provider(), parameters()));
  }
}
