package org.robustgrid.spi.analysis;

import org.robustgrid.spi.StoppedException;

/**
 * Measures something about trained models. Stateless between calls; one thread calls it.
 *
 * <pre>{@code
 * AnalysisResult analyse(AnalysisRequest request) {
 *   double entropy = …;
 *   return AnalysisResult.of("Entropy of predictions").figure("mean entropy", entropy, "nats").build();
 * }
 * }</pre>
 *
 * @since 0.1
 */
public interface Analysis {

  /**
   * Analyses one subject.
   *
   * <p>The result is a function of the request: the same models, samples, outcomes and key give the
   * same result. It names no row and no attack but by the labels that the request gives.
   *
   * @return what was found; what could not be measured is left out, with a note that says so
   * @throws StoppedException when the harness stopped the work, thrown by the request's monitor or
   *     classifier; it is not caught
   */
  AnalysisResult analyse(AnalysisRequest request);
}
