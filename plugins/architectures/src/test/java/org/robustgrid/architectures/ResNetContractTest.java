package org.robustgrid.architectures;

import java.util.List;
import java.util.Map;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.testkit.contract.ArchitectureContractSuite;

class ResNetContractTest implements ArchitectureContractSuite {

  @Override
  public ArchitectureProvider provider() {
    return new ResNetProvider();
  }

  @Override
  public Map<String, ?> parameters() {
    return Map.of("stage-depths", List.of(1, 1), "channels", 2);
  }
}
