package org.robustgrid.spi.analysis;

import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.Provider;

/**
 * Discovers an analysis: {@code META-INF/services/org.robustgrid.spi.analysis.AnalysisProvider}
 * names it.
 *
 * @since 0.1
 */
public interface AnalysisProvider extends Provider<Analysis> {

  @Override
  AnalysisDescriptor descriptor();

  /**
   * Estimates the passes that the analysis takes in all, for each of its subjects, on a classifier
   * that answers a question in one pass. Called when a grid is planned; decides the order of work
   * and what a dry run reports, no result.
   *
   * @param parameters as {@link #create} gets them
   * @param samples test samples that a row is evaluated on, at most
   * @return one pass a sample, unless a plugin says more
   */
  default Passes estimate(Parameters parameters, DataDescription data, int samples) {
    return descriptor().access().isEmpty() ? Passes.NONE : Passes.forward(samples);
  }
}
