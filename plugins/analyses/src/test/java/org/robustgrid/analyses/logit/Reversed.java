package org.robustgrid.analyses.logit;

import org.robustgrid.spi.Domain;
import org.robustgrid.testkit.toy.LinearClassifier;
import org.robustgrid.testkit.toy.ToyAnalysisRequest;

/** A model whose confidence falls as that of {@link Identity} rises. */
final class Reversed {

  private static final double[][] WEIGHTS = {{-1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

  private Reversed() {}

  /**
   * Returns a request for the model; its samples are not used, since a pair is evaluated on the
   * first model's samples.
   */
  static ToyAnalysisRequest of(ToyAnalysisRequest ignored) {
    return new ToyAnalysisRequest(
        new LinearClassifier(WEIGHTS, new double[] {5, 0, 0}),
        new float[3],
        new int[] {0},
        Domain.UNBOUNDED);
  }
}
