/**
 * YAML with the place of every value. A file is read as a whole, and all mistakes are reported
 * together.
 */
package org.robustgrid.base.yaml;
