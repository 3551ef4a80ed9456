/**
 * Plugins made for tests: a data set of two clouds, a network of one hidden layer, and attacks that
 * break every promise a plugin makes. They are discovered as any stranger's would be.
 */
package org.robustgrid.run.plugins;
