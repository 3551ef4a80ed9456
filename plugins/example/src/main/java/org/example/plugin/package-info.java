/**
 * An attack, a defense, an analysis and two data sets that robustgrid does not bundle. They use its
 * SPI and numerics, and a library of their own.
 */
package org.example.plugin;
