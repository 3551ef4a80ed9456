package org.robustgrid.spi.analysis;

import org.robustgrid.spi.StoppedException;

/**
 * Measures something about trained models. Stateless between calls; each call comes from one
 * thread.
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
   * same result. It names rows and attacks only by the labels in the request.
   *
   * @return the findings; anything that could not be measured is left out and named in a note
   * @throws StoppedException when the harness stopped the work, thrown by the request's monitor or
   *     classifier; do not catch it
   */
  AnalysisResult analyse(AnalysisRequest request);
}
