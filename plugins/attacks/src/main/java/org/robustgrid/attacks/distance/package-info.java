/**
 * Attacks that look for the nearest misclassified image: DeepFool, DDN, FMN, the elastic net attack
 * and that of Carlini and Wagner. Where a radius is given, what lies within it counts.
 */
package org.robustgrid.attacks.distance;
