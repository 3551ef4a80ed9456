/** A grid as the user wrote it, read from YAML. The planner decides what the names in it mean. */
package org.robustgrid.run.grid;
