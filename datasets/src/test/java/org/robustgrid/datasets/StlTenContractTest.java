package org.robustgrid.datasets;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.spi.data.DatasetProvider;
import org.robustgrid.testkit.contract.DatasetContractSuite;

class StlTenContractTest implements DatasetContractSuite {

  @TempDir Path folder;

  @Override
  public DatasetProvider provider() {
    return new StlTenProvider();
  }

  @Override
  public Map<String, ?> parameters() {
    return Map.of("folder", StlTenProviderTest.write(folder).toString());
  }
}
