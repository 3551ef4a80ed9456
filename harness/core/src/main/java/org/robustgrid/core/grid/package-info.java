/**
 * A grid as the user wrote it: YAML with the place of every value, read as a whole, all mistakes
 * collected. What the names in it mean is decided by the planner.
 */
package org.robustgrid.core.grid;
