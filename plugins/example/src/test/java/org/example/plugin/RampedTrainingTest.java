package org.example.plugin;

import java.util.Map;
import org.robustgrid.spi.defense.DefenseProvider;
import org.robustgrid.testkit.contract.DefenseContractSuite;

class RampedTrainingTest implements DefenseContractSuite {

  @Override
  public DefenseProvider provider() {
    return new RampedTrainingProvider();
  }

  @Override
  public Map<String, ?> parameters() {
    return Map.of("epsilon", 0.05);
  }
}
