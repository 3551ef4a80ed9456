package org.robustgrid.architectures;

import java.util.List;
import java.util.Map;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.testkit.contract.ArchitectureContractSuite;

class ConvNextContractTest implements ArchitectureContractSuite {

  @Override
  public ArchitectureProvider provider() {
    return new ConvNextProvider();
  }

  @Override
  public Map<String, ?> parameters() {
    return Map.of("patch", 2, "stage-depths", List.of(1, 1), "stage-widths", List.of(4, 6));
  }
}
