/**
 * Runs reference vectors through the public classes of the project and compares. A folder of cases
 * checks a machine, a native library or a GPU; the format is that of the vectors' own README.
 */
package org.robustgrid.testkit.golden;
