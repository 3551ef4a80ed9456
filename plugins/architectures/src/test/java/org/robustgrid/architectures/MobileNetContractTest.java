package org.robustgrid.architectures;

import java.util.List;
import java.util.Map;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.testkit.contract.ArchitectureContractSuite;

class MobileNetContractTest implements ArchitectureContractSuite {

  @Override
  public ArchitectureProvider provider() {
    return new MobileNetProvider();
  }

  @Override
  public Map<String, ?> parameters() {
    return Map.of("channels", 3, "widths", List.of(4, 4), "strides", List.of(1, 2));
  }
}
