package org.robustgrid.spi;

import org.robustgrid.spi.data.DataException;

/**
 * A plugin's entry point, found with {@link java.util.ServiceLoader}.
 *
 * <p>The harness instantiates a provider in the coordinator and in every worker, on any thread.
 * Construction must be cheap and must not touch ND4J; the object that the provider creates does the
 * work.
 *
 * @param <T> what the provider creates
 * @since 0.1
 */
public interface Provider<T> {

  /**
   * Describes the plugin: id, summary, citations, declared parameters and what its kind declares.
   */
  Descriptor descriptor();

  /**
   * Creates the plugin's object from resolved parameters.
   *
   * @param parameters every declared parameter with its value, checked against its declaration
   * @throws IllegalArgumentException if values do not fit together; the message is shown to the
   *     user beside the grid's other errors
   */
  T create(Parameters parameters);

  /**
   * Refuses data that the plugin cannot work with: images too small for an architecture, too few
   * classes for a loss, a class without training images. Called when a grid is planned, for each
   * data set the plugin meets, so that the error is reported before anything runs.
   *
   * @param parameters as {@link #create} gets them
   * @throws IllegalArgumentException saying what does not fit and what to do (a {@link
   *     DataException} does, too); shown to the user beside the grid's other errors
   */
  default void requireFits(Parameters parameters, DataDescription data) {}
}
