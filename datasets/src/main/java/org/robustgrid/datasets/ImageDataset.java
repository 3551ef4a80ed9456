package org.robustgrid.datasets;

import java.util.List;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;

/** A data set of images in [0,1] held in two views. */
record ImageDataset(
    long[] inputShape, List<String> classNames, DataView training, DataView test, String identity)
    implements Dataset {

  @Override
  public Domain domain() {
    return Domain.UNIT;
  }
}
