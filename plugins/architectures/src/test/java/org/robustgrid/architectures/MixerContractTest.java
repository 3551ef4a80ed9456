package org.robustgrid.architectures;

import java.util.Map;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.testkit.contract.ArchitectureContractSuite;

class MixerContractTest implements ArchitectureContractSuite {

  @Override
  public ArchitectureProvider provider() {
    return new MixerProvider();
  }

  @Override
  public Map<String, ?> parameters() {
    return Map.of("width", 8, "depth", 1);
  }
}
