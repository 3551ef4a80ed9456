package org.robustgrid.analyses.reading;

import org.robustgrid.spi.Parameter;

/** Parameters that several analyses share. */
public final class SampleParameters {

  public static final Parameter<Integer> SAMPLES =
      Parameter.integer("samples", 1000, "number of samples of each source, the first ones")
          .atLeast(1)
          .atMost(10_000_000);

  public static final Parameter<Integer> BINS =
      Parameter.integer("bins", 50, "number of bins of a histogram").atLeast(1).atMost(1000);

  private SampleParameters() {}
}
