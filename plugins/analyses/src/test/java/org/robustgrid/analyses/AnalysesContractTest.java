package org.robustgrid.analyses;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.robustgrid.spi.analysis.AnalysisProvider;
import org.robustgrid.testkit.contract.AnalysisContract;
import org.robustgrid.testkit.contract.ContractTests;

/** Every bundled analysis satisfies the contract of analyses. */
class AnalysesContractTest {

  @TestFactory
  Stream<DynamicContainer> every_bundled_analysis_keeps_the_contract() {
    return ServiceLoader.load(AnalysisProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .map(
            provider ->
                DynamicContainer.dynamicContainer(
                    provider.descriptor().id(),
                    ContractTests.of(AnalysisContract.checks(provider, Map.of()))));
  }
}
