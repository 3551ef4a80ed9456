/** Reads the inputs and outputs of Deeplearning4j's zips without ND4J. */
package org.robustgrid.models.deeplearning4j;
