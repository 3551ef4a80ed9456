/**
 * Accuracy on images that are not attacked but changed by common corruptions, such as weather,
 * blur, sensor noise and compression.
 */
package org.robustgrid.analyses.corruption;
