/**
 * Searches for the nearest point that a classifier gets wrong: DeepFool, DDN, FMN, elastic net and
 * Carlini–Wagner. A search stops when the harness stops it, and answers with the best so far.
 */
package org.robustgrid.numerics.attack.distance;
