package org.robustgrid.architectures;

import java.util.Map;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.testkit.contract.ArchitectureContractSuite;

class WideResNetContractTest implements ArchitectureContractSuite {

  @Override
  public ArchitectureProvider provider() {
    return new WideResNetProvider();
  }

  @Override
  public Map<String, ?> parameters() {
    return Map.of("depth", 10, "width", 1, "channels", 4);
  }
}
