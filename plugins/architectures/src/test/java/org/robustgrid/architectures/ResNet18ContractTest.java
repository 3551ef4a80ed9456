package org.robustgrid.architectures;

import java.util.Map;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.testkit.contract.ArchitectureContractSuite;

class ResNet18ContractTest implements ArchitectureContractSuite {

  @Override
  public ArchitectureProvider provider() {
    return new ResNet18Provider();
  }

  @Override
  public Map<String, ?> parameters() {
    return Map.of("width", 2);
  }
}
