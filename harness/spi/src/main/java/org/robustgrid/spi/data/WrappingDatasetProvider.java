package org.robustgrid.spi.data;

import org.robustgrid.spi.Parameters;

/**
 * Discovers a data set derived from another one: corrupted, reduced or mixed. Its descriptor
 * declares one {@link org.robustgrid.spi.Parameter#dataset parameter} that names the other; the
 * harness opens that, whatever plugin it comes from, and closes it.
 *
 * <pre>{@code
 * datasets:
 *   - {id: corrupted, parameters: {of: {id: cifar-10}, kinds: [fog], severity: 3}}
 * }</pre>
 *
 * @since 0.1
 */
public interface WrappingDatasetProvider extends DatasetProvider {

  /**
   * Creates the derived data set. Its identity must include that of the inner one.
   *
   * @param inner the other one; open as long as the result is
   * @param parameters of this data set
   * @throws DataException when the other cannot be used
   * @throws IllegalArgumentException when a combination of values makes no sense
   */
  Dataset wrap(Dataset inner, Parameters parameters);

  /**
   * Refuses: there is nothing to wrap.
   *
   * @throws DataException always
   */
  @Override
  default Dataset create(Parameters parameters) {
    throw new DataException(
        "'" + descriptor().id() + "' is made of another data set; it is opened by the harness");
  }
}
