package org.example.plugin;

import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.data.DatasetDescriptor;
import org.robustgrid.spi.data.DatasetProvider;

/** {@code rings}: generated points on three rings around the centre of the unit square. */
public final class RingsProvider implements DatasetProvider {

  private static final Parameter<Integer> TRAINING_SIZE =
      Parameter.integer("training-size", 600, "number of training points").atLeast(30);

  private static final Parameter<Integer> TEST_SIZE =
      Parameter.integer("test-size", 150, "number of test points").atLeast(3);

  @Override
  public DatasetDescriptor descriptor() {
    return DatasetDescriptor.builder("rings", "Points on three rings in the unit square")
        .radius(Norm.L2, 0.05)
        .parameters(TRAINING_SIZE, TEST_SIZE)
        .build();
  }

  @Override
  public Dataset create(Parameters parameters) {
    return new Rings(parameters.get(TRAINING_SIZE), parameters.get(TEST_SIZE));
  }
}
