package org.robustgrid.datasets;

import java.util.Map;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.DatasetProvider;
import org.robustgrid.testkit.contract.DatasetContractSuite;

class PaddedContractTest implements DatasetContractSuite {

  /** Opens it as the harness does. */
  @Override
  public DatasetProvider provider() {
    PaddedProvider padded = new PaddedProvider();
    return new DatasetProvider() {
      @Override
      public DatasetDescriptor descriptor() {
        return padded.descriptor();
      }

      @Override
      public Dataset create(Parameters parameters) {
        return padded.wrap(Photographs.of(3, 8, 8), parameters);
      }
    };
  }

  @Override
  public Map<String, ?> parameters() {
    return Map.of("of", "ramps");
  }
}
