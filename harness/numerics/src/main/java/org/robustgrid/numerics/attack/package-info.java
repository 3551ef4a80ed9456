/**
 * Gradient attacks as algorithms, for attack plugins and for defenses that attack their own network
 * while they train. Iterates are rounded to the network's precision before they are kept or judged.
 */
package org.robustgrid.numerics.attack;
