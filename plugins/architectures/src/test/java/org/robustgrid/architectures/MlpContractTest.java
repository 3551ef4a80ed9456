package org.robustgrid.architectures;

import java.util.List;
import java.util.Map;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.testkit.contract.ArchitectureContractSuite;

class MlpContractTest implements ArchitectureContractSuite {

  @Override
  public ArchitectureProvider provider() {
    return new MlpProvider();
  }

  @Override
  public Map<String, ?> parameters() {
    return Map.of("hidden", List.of(8, 4));
  }

  @Override
  public long[] inputShape() {
    return new long[] {5};
  }
}
