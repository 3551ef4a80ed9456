/**
 * What a data set plugin implements: {@link org.robustgrid.spi.data.DatasetProvider} creates a
 * {@link org.robustgrid.spi.data.Dataset}, whose samples are read by index.
 */
package org.robustgrid.spi.data;
