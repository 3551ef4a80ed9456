/** What can be told of Deeplearning4j's zips without ND4J: what they read and answer. */
package org.robustgrid.models.deeplearning4j;
