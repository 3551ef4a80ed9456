/**
 * Seals what plugins are compiled against. A jar built against an earlier version of the SPI and
 * the numerics must link with this one.
 */
package org.robustgrid.numerics.compatibility;
