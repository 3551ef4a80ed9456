package org.robustgrid.architectures;

import java.util.List;
import java.util.Map;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.testkit.contract.ArchitectureContractSuite;

class SmallCnnContractTest implements ArchitectureContractSuite {

  @Override
  public ArchitectureProvider provider() {
    return new SmallCnnProvider();
  }

  @Override
  public Map<String, ?> parameters() {
    return Map.of("channels", List.of(4, 4), "dense", 8);
  }
}
