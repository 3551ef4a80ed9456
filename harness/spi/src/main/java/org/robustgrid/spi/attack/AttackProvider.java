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
   * Refuses a declared goal if data or parameters make it impossible. Called when a grid is
   * planned, for each goal of its threat models.
   *
   * @param parameters as {@link #create} gets them
   * @throws IllegalArgumentException saying what does not fit and what to do
   */
  default void requireServes(Goal.Kind goal, Parameters parameters, DataDescription data) {}

  /**
   * Estimates the passes that an attack takes on each sample, if none is broken early, on a
   * classifier that answers a query in one pass. Called when a grid is planned; it affects the
   * order of work and the dry run, never a result.
   *
   * @param parameters as {@link #create} gets them
   * @return one query at the declared access, unless overridden
   */
  default Passes estimate(Parameters parameters, DataDescription data) {
    return descriptor().access() == Access.GRADIENTS ? Passes.gradients(1) : Passes.forward(1);
  }
}
