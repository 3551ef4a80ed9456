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
   * Estimates the total passes of the analysis for one subject, on a classifier that answers a
   * query in one pass. Called when a grid is planned; it affects the order of work and the dry run,
   * never a result.
   *
   * @param parameters as {@link #create} gets them
   * @param samples test samples that a row is evaluated on, at most
   * @return one pass a sample, unless overridden
   */
  default Passes estimate(Parameters parameters, DataDescription data, int samples) {
    return descriptor().access().isEmpty() ? Passes.NONE : Passes.forward(samples);
  }
}
