package org.robustgrid.datasets;

import java.util.Map;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.DatasetProvider;
import org.robustgrid.testkit.contract.DatasetContractSuite;

class CorruptedContractTest implements DatasetContractSuite {

  /** Opens it as the harness does. */
  @Override
  public DatasetProvider provider() {
    CorruptedProvider corrupted = new CorruptedProvider();
    return new DatasetProvider() {
      @Override
      public DatasetDescriptor descriptor() {
        return corrupted.descriptor();
      }

      @Override
      public Dataset create(Parameters parameters) {
        return corrupted.wrap(Photographs.of(3, 32, 32), parameters);
      }
    };
  }

  @Override
  public Map<String, ?> parameters() {
    return Map.of("of", "ramps", "severity", 5, "part", "both");
  }
}
