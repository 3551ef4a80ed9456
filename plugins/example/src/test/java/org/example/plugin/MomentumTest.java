package org.example.plugin;

import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.testkit.contract.AttackContractSuite;

class MomentumTest implements AttackContractSuite {

  @Override
  public AttackProvider provider() {
    return new MomentumProvider();
  }
}
