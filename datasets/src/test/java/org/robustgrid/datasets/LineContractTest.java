package org.robustgrid.datasets;

import org.robustgrid.spi.data.DatasetProvider;
import org.robustgrid.testkit.contract.DatasetContractSuite;

class LineContractTest implements DatasetContractSuite {

  @Override
  public DatasetProvider provider() {
    return new LineProvider();
  }
}
