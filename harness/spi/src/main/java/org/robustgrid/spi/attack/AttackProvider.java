package org.robustgrid.spi.attack;

import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.Provider;

/**
 * Discovers an attack: {@code META-INF/services/org.robustgrid.spi.attack.AttackProvider} names it.
 *
 * @since 0.1
 */
public interface AttackProvider extends Provider<Attack> {

  @Override
  AttackDescriptor descriptor();

  /**
   * Refuses a goal that the descriptor declares, where data or parameters make it impossible.
   * Called when a grid is planned, for each goal of its threat models.
   *
   * @param parameters as {@link #create} gets them
   * @throws IllegalArgumentException saying what does not fit and what to do
   */
  default void requireServes(Goal.Kind goal, Parameters parameters, DataDescription data) {}

  /**
   * Estimates the passes that an attack takes on each sample, if none falls early, on a classifier
   * that answers a question in one pass. Called when a grid is planned; decides the order of work
   * and what a dry run reports, no result.
   *
   * @param parameters as {@link #create} gets them
   * @return one question at the declared access, unless a plugin says more
   */
  default Passes estimate(Parameters parameters, DataDescription data) {
    return descriptor().access() == Access.GRADIENTS ? Passes.gradients(1) : Passes.forward(1);
  }
}
