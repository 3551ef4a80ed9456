package org.robustgrid.analyses.logit;

import org.robustgrid.spi.Parameter;

/** Parameters that several analyses share. */
final class LogitParameters {

  static final String CITATION =
      "Seguin et al.: Understanding the logit distributions of adversarially-trained deep neural"
          + " networks. 2021";

  static final Parameter<Integer> SAMPLES =
      Parameter.integer("samples", 1000, "samples of each source, the first ones")
          .atLeast(1)
          .atMost(10_000_000);

  private LogitParameters() {}
}
