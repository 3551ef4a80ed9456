/**
 * The arithmetic attacks and defenses share, published beside the plugin interface. Everything here
 * runs in double, sample by sample in a fixed order, so that a result never depends on the batch.
 */
package org.robustgrid.numerics;
