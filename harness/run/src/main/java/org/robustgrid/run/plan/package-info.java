/**
 * A grid with every name looked up and every value resolved: plain data that a worker, or a run
 * years later, can read back without the plugins. Also the cells' content keys and their estimated
 * cost.
 */
package org.robustgrid.run.plan;
