/**
 * What an analysis plugin implements: {@link org.robustgrid.spi.analysis.AnalysisProvider} creates
 * an {@link org.robustgrid.spi.analysis.Analysis}, which answers an {@link
 * org.robustgrid.spi.analysis.AnalysisRequest} with figures, series, tables, images and evidence.
 */
package org.robustgrid.spi.analysis;
