package org.robustgrid.spi;

/**
 * Discovers a data set: {@code META-INF/services/org.robustgrid.spi.DatasetProvider} names it.
 * {@link #create} verifies and opens the data and throws {@link DataException} when files are
 * missing or damaged; it must not touch ND4J.
 */
public interface DatasetProvider extends Provider<Dataset> {}
