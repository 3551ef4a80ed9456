/**
 * The executor of robustgrid's own engine: the only package that imports it. It reads and writes
 * Deeplearning4j zips.
 */
package org.robustgrid.run.executor.engine;
