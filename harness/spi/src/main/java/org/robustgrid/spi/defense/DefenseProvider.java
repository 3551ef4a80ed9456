package org.robustgrid.spi.defense;

import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Provider;

/**
 * Discovers a defense: {@code META-INF/services/org.robustgrid.spi.defense.DefenseProvider} names
 * it.
 *
 * @since 0.1
 */
public interface DefenseProvider extends Provider<Defense> {

  @Override
  DefenseDescriptor descriptor();

  /**
   * Estimates what the defense costs. Called when a grid is planned; it affects the order of work
   * and the dry run, never a result.
   *
   * @param parameters as {@link #create} gets them
   * @return the cost of training on clean images, unless overridden
   */
  default DefenseCost estimate(Parameters parameters) {
    return DefenseCost.CLEAN_TRAINING;
  }
}
