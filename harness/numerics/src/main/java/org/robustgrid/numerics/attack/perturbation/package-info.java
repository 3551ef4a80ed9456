/**
 * Searches along one kind of change that needs decisions only: contrast, blur, noise and inversion,
 * with the rules of Foolbox (Rauber, Zimmermann, Bethge and Brendel 2020).
 */
package org.robustgrid.numerics.attack.perturbation;
