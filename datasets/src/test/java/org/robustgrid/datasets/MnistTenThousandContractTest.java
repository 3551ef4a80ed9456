package org.robustgrid.datasets;

import org.robustgrid.spi.data.DatasetProvider;
import org.robustgrid.testkit.contract.DatasetContractSuite;

class MnistTenThousandContractTest implements DatasetContractSuite {

  @Override
  public DatasetProvider provider() {
    return new MnistTenThousandProvider();
  }
}
