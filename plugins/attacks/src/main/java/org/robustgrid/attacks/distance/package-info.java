/**
 * Attacks that search for the nearest misclassified image: DeepFool, DDN, FMN, the elastic net
 * attack and the attack of Carlini and Wagner. With a fixed radius, their points are projected onto
 * the ball.
 */
package org.robustgrid.attacks.distance;
