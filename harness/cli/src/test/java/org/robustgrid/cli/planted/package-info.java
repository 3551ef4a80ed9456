/**
 * Defenses that do not defend, one for each way in which a published one has misled its evaluation.
 * Tests pack them as a plugin: they see the SPI and the numerics, no more.
 */
package org.robustgrid.cli.planted;
