package org.robustgrid.spi.data;

import java.util.List;
import org.robustgrid.spi.Domain;

/** A data set whose views hold what there is to know. */
record TwoViews(
    long[] inputShape,
    List<String> classNames,
    Domain domain,
    DataView training,
    DataView test,
    String identity)
    implements Dataset {

  @Override
  public long[] inputShape() {
    return inputShape.clone();
  }
}
