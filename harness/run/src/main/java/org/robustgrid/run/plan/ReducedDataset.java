package org.robustgrid.run.plan;

import java.util.List;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;

/** Some samples of a data set, as used by a plan. */
final class ReducedDataset implements Dataset {

  private final DataSubset subset;
  private final Dataset whole;
  private final DataView training;
  private final DataView test;

  ReducedDataset(DataSubset subset, Dataset whole) {
    this.subset = subset;
    this.whole = whole;
    this.training = subset.training(whole.training());
    this.test = subset.test(whole.test());
  }

  @Override
  public long[] inputShape() {
    return whole.inputShape();
  }

  @Override
  public List<String> classNames() {
    return subset.names(whole.classNames());
  }

  @Override
  public Domain domain() {
    return whole.domain();
  }

  @Override
  public DataView training() {
    return training;
  }

  @Override
  public DataView test() {
    return test;
  }

  @Override
  public String identity() {
    return subset.identity(whole.identity());
  }

  @Override
  public List<String> notes() {
    return whole.notes();
  }

  @Override
  public void close() {
    whole.close();
  }
}
