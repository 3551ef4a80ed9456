/** Accuracy on images that nobody attacks, but weather, sensors and programs have changed. */
package org.robustgrid.analyses.corruption;
