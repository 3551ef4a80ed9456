package org.robustgrid.datasets;

import java.util.List;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;

/**
 * A data set in [0,1] held in two views.
 *
 * @param files what it keeps open
 * @param notes see {@link Dataset#notes}
 */
record ImageDataset(
    long[] inputShape,
    List<String> classNames,
    DataView training,
    DataView test,
    String identity,
    List<Bytes> files,
    List<String> notes)
    implements Dataset {

  /** A data set without notes. */
  ImageDataset(
      long[] inputShape,
      List<String> classNames,
      DataView training,
      DataView test,
      String identity,
      List<Bytes> files) {
    this(inputShape, classNames, training, test, identity, files, List.of());
  }

  @Override
  public Domain domain() {
    return Domain.UNIT;
  }

  @Override
  public void close() {
    files.forEach(Bytes::close);
  }
}
