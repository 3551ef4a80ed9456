/**
 * A run folder: its layout, its lock, its manifest, and the results in it, each a sealed file of
 * its own. Whatever is in such a folder was written in one step and can be read by key.
 */
package org.robustgrid.run.folder;
