/**
 * Plugins dropped in as jars, good and broken, under the real commands. The jars are built here
 * from source, the example's among them.
 */
package org.robustgrid.cli.plugin;
