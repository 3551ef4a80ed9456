/**
 * Keyed randomness: the same key gives the same numbers at any batch size, order and thread count.
 */
package org.robustgrid.spi.random;
