package org.robustgrid.spi.data;

import org.robustgrid.spi.Provider;

/**
 * Discovers a data set: {@code META-INF/services/org.robustgrid.spi.data.DatasetProvider} names it.
 * {@link #create} verifies and opens the data and throws {@link DataException} when files are
 * missing or damaged; it must not touch ND4J.
 *
 * @since 0.1
 */
public interface DatasetProvider extends Provider<Dataset> {

  @Override
  DatasetDescriptor descriptor();
}
