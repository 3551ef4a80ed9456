/**
 * The Square Attack as AutoAttack runs it (Andriushchenko, Croce, Flammarion and Hein 2020), in L∞,
 * L2 and L1: random search that needs scores only.
 */
package org.robustgrid.numerics.attack.square;
