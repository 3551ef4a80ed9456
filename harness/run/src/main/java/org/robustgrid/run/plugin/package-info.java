/**
 * Finds plugins and says where each came from: which jar or folder, which version, which content.
 * Broken plugins are reported and left out; nothing here loads ND4J.
 */
package org.robustgrid.run.plugin;
