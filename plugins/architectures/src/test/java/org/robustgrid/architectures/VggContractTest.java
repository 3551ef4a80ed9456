package org.robustgrid.architectures;

import java.util.List;
import java.util.Map;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.testkit.contract.ArchitectureContractSuite;

class VggContractTest implements ArchitectureContractSuite {

  @Override
  public ArchitectureProvider provider() {
    return new VggProvider();
  }

  @Override
  public Map<String, ?> parameters() {
    return Map.of("stage-depths", List.of(1, 1), "stage-widths", List.of(3, 4));
  }
}
