/**
 * An attack and a defense that robustgrid does not bundle. They see its SPI and numerics, and a
 * library of their own.
 */
package org.example.plugin;
