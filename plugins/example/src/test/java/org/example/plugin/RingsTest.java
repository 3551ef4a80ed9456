package org.example.plugin;

import org.robustgrid.spi.data.DatasetProvider;
import org.robustgrid.testkit.contract.DatasetContractSuite;

class RingsTest implements DatasetContractSuite {

  @Override
  public DatasetProvider provider() {
    return new RingsProvider();
  }
}
